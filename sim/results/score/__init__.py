"""What a forecast was worth: proper scores beside baselines, and which judgment is to blame."""
