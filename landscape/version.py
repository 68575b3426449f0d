"""The version of Losscope, in one place."""

VERSION = "0.1.0"
