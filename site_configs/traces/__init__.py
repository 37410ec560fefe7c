"""Small synthetic traces that ship with the twin."""
