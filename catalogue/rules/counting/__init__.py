"""The counting core: what a title is taken for (``deciding``) and what many titles add up to (``counts``).

Pure functions over plain ``records`` and days; everything else in ``rules/`` lays out, explains or foresees.
"""
