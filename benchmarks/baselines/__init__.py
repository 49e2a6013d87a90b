"""What ExoKB is measured against; each baseline is started by the harness and left out, with its reason, if it cannot."""
