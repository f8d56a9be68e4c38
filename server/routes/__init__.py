"""Routes (tuyến), their stops, and who drives them when."""
