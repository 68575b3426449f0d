"""Closed-form cases that Losscope can check on the machine it runs on."""
