"""What was done with a customer, in the order in which it happened."""
