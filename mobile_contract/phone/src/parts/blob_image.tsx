import { useEffect, useRef } from "react";

/** A picture from bytes that the phone keeps. */
export function BlobImage({ bytes, alt }: { bytes: ArrayBuffer; alt: string }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
    if (image.current) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [bytes]);
  return <img ref={image} alt={alt} />;
}
