"""Other people's sync clients over the same feed and the same push engine: WatermelonDB and RxDB."""
