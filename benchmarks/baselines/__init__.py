"""What ExoKB is measured against; a baseline that cannot run is left out, and the report says why."""
