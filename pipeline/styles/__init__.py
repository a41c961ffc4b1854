"""How books look: tokens, style sheets for EPUB and PDF that share them, and the fonts by language."""
