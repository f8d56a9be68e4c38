"""What runs Tuyen on a machine of one's own: its database, queue, front ends and processes."""
