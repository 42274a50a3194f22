"""Solstice's Jupyter kernel: the jars, and what starts them with a JDK 25."""
