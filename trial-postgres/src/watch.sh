# Starts a PostgreSQL in a folder, says that it is ready, and takes it away again when the last test process that holds
# the other end of the pipe "alive" has ended, however it ended.
#   $1 the folder   $2 where PostgreSQL's programs are   $3 whom to run it as, where this is root
base=$1 bin=$2 user=$3
umask 022
if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root, and needs a null device that its own account may write to.
    if [ -z "${LEEWARD_OWN_NULL:-}" ] && ! as_user="$(setpriv --reuid="$user" --regid="$user" --clear-groups sh -c 'echo >/dev/null && echo fine' 2>&1)"; then
        LEEWARD_OWN_NULL=1 exec unshare -m sh "$0" "$@"
    fi
    if [ -n "${LEEWARD_OWN_NULL:-}" ]; then
        mknod -m 666 "$base/null" c 1 3 && chmod 666 "$base/null" && mount --bind "$base/null" /dev/null || exit 1
    fi
    chown "$user:$user" "$base/run" || exit 1
    as() { setpriv --reuid="$user" --regid="$user" --clear-groups "$@"; }
else
    as() { "$@"; }
fi
cd "$base/run" || exit 1
as "$bin/initdb" -D "$base/run/data" -U postgres -A trust -E UTF8 --locale=C --no-sync || exit 1
# The pipe's lines are orders: "restart" and "start" and "stop" are there for tests of a server that goes away.
server=
start() {
    as "$bin/postgres" -D "$base/run/data" -c "config_file=$base/postgresql.conf" &
    server=$!
    waited=0
    until as "$bin/pg_isready" -q -h "$base/run" -U postgres -d postgres; do
        kill -0 "$server" 2>&1 || return 1
        waited=$((waited + 1))
        [ "$waited" -gt 600 ] && return 1
        sleep 0.05
    done
}
stop() {
    head -n 1 "$base/run/data/postmaster.pid" | { read -r pid && kill "-$1" "$pid"; }
    wait "$server"
}
start || exit 1
"$bin/psql" -q -h "$base/run" -U postgres -d postgres -c 'CREATE ROLE leeward LOGIN' \
    -c 'CREATE DATABASE records' || exit 1
touch "$base/ready"
# A first process has a while to take the other end; between one process and the next there are a few seconds.
patience=60
while timeout "$patience" sh -c ': <"$1"' held "$base/alive"; do
    while read -r order; do
        case $order in
        restart) stop QUIT && start ;;
        stop) stop QUIT ;;
        start) start ;;
        esac
        echo "$order" >>"$base/done"
    done <"$base/alive"
    patience=3
done
rm -f "$base/ready"
stop QUIT
cd / && rm -rf "$base" "$base.lock"
