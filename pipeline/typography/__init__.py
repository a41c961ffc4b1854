"""Typography by the language of the words: one small rule each, told in ``registry``."""
