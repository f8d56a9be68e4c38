"""Photos and films: resumable uploads, exact storage, renditions, and what a picture tells about itself."""
