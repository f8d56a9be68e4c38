"""How work of the outbox gets done: PostgreSQL holds what is to do, Redis only rings the bell."""
