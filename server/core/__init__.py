"""What every area stands on: no domain, no HTTP."""
