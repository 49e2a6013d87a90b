"""Machinery without any knowledge of exosomes."""
