declare module "virtual:basemap" {
  import type { FeatureCollection, Geometry } from "geojson";

  const outlines: FeatureCollection<Geometry, { kind: "home" | "land" | "coast" | "border" }>;
  export default outlines;
}
