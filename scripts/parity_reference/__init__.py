"""What scripts/dump_intermediates.py needs to run and watch the Python reference."""
