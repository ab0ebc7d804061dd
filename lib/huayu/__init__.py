"""huayu 话语: rhetoric, quotations and concept networks in Chinese political speech."""

__version__ = "0.1.0"
