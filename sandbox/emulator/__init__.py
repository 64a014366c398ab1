"""What runs inside the server process: ministack, mended where AWS behaves otherwise, joined by what it lacks."""
