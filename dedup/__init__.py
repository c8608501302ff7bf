"""dedup: duplicate and syndication detection for news."""

__version__ = "0.1.0"
