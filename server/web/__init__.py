"""HTTP plumbing: requests in, problems out. No domain."""
