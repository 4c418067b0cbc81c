#!/usr/bin/env bash
# Compiles the tables of publications with pdfLaTeX, which stops at the first mistake.
#
# Usage: compile_tables.sh FOLDER…, each with tables/tables.tex and the tables that it reads. The PDF is written beside it.
# Needs a basic TeX Live: array, booktabs, fontenc, geometry, inputenc, longtable, lscape, textcomp.
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: compile_tables.sh FOLDER…" >&2; exit 2; }
for folder in "$@"; do
  cd "$folder/tables"
  # Twice, for the list of tables and the widths of long ones.
  for _ in 1 2; do
    if ! pdflatex -interaction=nonstopmode -halt-on-error -no-shell-escape tables.tex > compile.out 2>&1; then
      echo "$folder does not compile:" >&2
      grep -A 5 '^!' tables.log >&2 || tail -20 compile.out >&2
      exit 1
    fi
  done
  rm compile.out
  # Lines that stick out further than a letter.
  wide=$(grep -cE 'Overfull .hbox \(([1-9][0-9]|[6-9])[0-9.]*pt' tables.log || true)
  echo "$folder: $(grep -oE '[0-9]+ pages?' tables.log | tail -1), $wide lines too wide"
  cd "$OLDPWD"
done
