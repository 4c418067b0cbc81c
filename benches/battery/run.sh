#!/usr/bin/env bash
# Batteries of TestU01 over the uniforms of sroi: run.sh [BATTERY [ORDER…]]
#
#   run.sh                           SmallCrush over every order of the draws and every choice of bits (5 minutes)
#   run.sh crush stream names        Crush over the upper bits of these orders (half an hour each)
#   target/release/examples/words stream | target/battery/battery crush again 45 20
#                                    afterwards: test 45 of Crush, twenty times
#
# Needs a C compiler and TestU01 with its headers: libtestu01-0-dev, in the non-free part of Debian because its licence
# allows research and not sale. Nothing of it is linked into sroi. TESTU01=/some/prefix looks for it there.
# Reports go to target/battery, a table of results to standard output.
set -euo pipefail
cd "$(dirname "$0")/../.."

battery=${1:-smallcrush}
shift || true
orders=("$@")
bits=(upper)
if [ ${#orders[@]} -eq 0 ]; then
    orders=(stream names seeds chunks lanes first-of-names first-of-seeds)
fi
if [ "$battery" = smallcrush ]; then
    bits=(upper lower upper-reversed lower-reversed)
fi

out=target/battery
prefix=${TESTU01:-/usr}
libraries=$prefix/lib/$(gcc -print-multiarch)
mkdir -p "$out"
cargo build --quiet --release --package sroi-benches --example words
gcc -O2 -Wall -Wextra -o "$out/battery" benches/battery/battery.c -I"$prefix/include" \
    -I"$prefix/include/$(gcc -print-multiarch)" -L"$libraries" -ltestu01 -ltestu01probdist -ltestu01mylib -lm
export LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}

echo "| draws | battery | words | p-values | failures | outside [1e-4, 1 − 1e-4] | which |"
echo "|---|---|---:|---:|---:|---:|---|"
failed=0
for order in "${orders[@]}"; do
    for take in "${bits[@]}"; do
        log=$out/$battery-$order-$take.log
        # The writer of the words ends when nobody reads them.
        nice -n 10 target/release/examples/words "$order" "$take" |
            nice -n 10 "$out/battery" "$battery" "$order, $take" >"$log" || failed=1
        sed -n 's/^RESULT //p' "$log"
    done
done
exit $failed
