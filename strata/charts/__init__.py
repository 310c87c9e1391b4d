"""Charts: which values each one knows, and what it makes of ours.

`python -m strata.charts check <folder>` renders every planned chart that lies in a folder and
judges the result; `python -m strata.charts write <folder>` writes anew the lists of values in
`tests/charts`, which unit tests compare with ours. The folder holds what `helm pull` writes,
`<name>-<version>.tgz` or, with `--untar`, `<name>/`, with all sub-charts inside.
"""
