#!/bin/sh
# Fetches Debian's sources: fetch.sh NAME... puts each into $CACHE/source and prints nothing. NAME
# is a source package (fetched as such), or linux-source-6.1, which Debian ships as an ordinary
# package.
#
# apt runs with a configuration, lists and cache of its own, so the system's are neither read nor
# touched, and no rights are needed.  The mirror is the one this machine uses for Debian, if any.
set -eu

SUITE=bookworm
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
SOURCE=$CACHE/source
APT=$CACHE/apt

mirror() {	# mirror NAME: where this machine gets Debian's archive NAME, else Debian's own place
	found=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 2>/dev/null |
		awk -v name="$1" '$1 == "Debian" && $2 ~ "/" name "/?$" { print $2; exit }')
	echo "${found:-http://deb.debian.org/$1}"
}

stanza() {	# stanza ARCHIVE SUITE
	cat <<-END
		Types: deb deb-src
		URIs: $(mirror "$1")
		Suites: $2
		Components: main
		Architectures: amd64
		Signed-By: $KEYRING

	END
}

configure_apt() {
	if [ ! -e $KEYRING ]; then
		echo "the package debian-archive-keyring is missing" >&2
		exit 1
	fi
	mkdir -p "$APT/lists/partial" "$APT/cache/archives/partial" "$SOURCE"
	{
		stanza debian $SUITE
		stanza debian-security $SUITE-security
	} >"$APT/debian.sources"
	: >"$APT/status"
	cat >"$APT/apt.conf" <<-END
		Dir::Etc::sourcelist "$APT/debian.sources";
		Dir::Etc::sourceparts "/dev/null";
		Dir::State::lists "$APT/lists";
		Dir::State::status "$APT/status";
		Dir::Cache "$APT/cache";
		APT::Sandbox::User "root";
	END
	APT_CONFIG=$APT/apt.conf apt-get -q update
}

# Into a folder beside the others first, so that what lies in $SOURCE is complete.
download() {
	rm -rf "$SOURCE/incoming"
	mkdir -p "$SOURCE/incoming"
	cd "$SOURCE/incoming"
	case $1 in
	linux-source-*) APT_CONFIG=$APT/apt.conf apt-get -q download "$1" ;;
	*) APT_CONFIG=$APT/apt.conf apt-get -q source --download-only "$1" ;;
	esac || return
	mv ./* ..
	rmdir "$SOURCE/incoming"
}

# Lists that are there may be too old: the mirror keeps only the newest version of a package.
fetch() {
	[ -e "$APT/apt.conf" ] && (download "$1") && return
	configure_apt
	(download "$1")
}

for name; do
	ls "$SOURCE/${name}_"* >/dev/null 2>&1 || fetch "$name"
done
