"""The web console: its few own endpoints, and its sources under `client/`."""
