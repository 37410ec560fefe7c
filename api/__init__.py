"""The HTTP door; arrives with the live twin."""
