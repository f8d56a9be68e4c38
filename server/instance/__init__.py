"""Everything that runs Tuyen on a machine of one's own: its database, its queue, its front ends, its processes."""
