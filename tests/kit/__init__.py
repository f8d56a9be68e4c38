"""What tests are made with: organisations, phones, consoles."""
