"""Charts for screen and paper."""
