"""Organizations: ministack's own, with what it lacks."""
