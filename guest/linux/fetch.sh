#!/bin/sh
# Fetches Debian's sources: fetch.sh NAME... puts each into $CACHE/source and prints nothing.
# NAME is a source package (fetched as such), or linux-source-6.1, which Debian ships as an ordinary package.
#
# apt runs with a configuration, lists and cache of its own, so the system's are neither read nor
# touched, and no rights are needed.  The mirror is the one this machine uses for Debian, if any.
set -eu

SUITE=bookworm
SOURCE=$CACHE/source
APT=$CACHE/apt

debian_mirror() {
	found=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 2>/dev/null |
		awk '$1 == "Debian" && $2 !~ /security/ { print $2; exit }')
	echo "${found:-http://deb.debian.org/debian}"
}

configure_apt() {
	keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	if [ ! -e $keyring ]; then
		echo "the package debian-archive-keyring is missing" >&2
		exit 1
	fi
	mkdir -p "$APT/lists/partial" "$APT/cache/archives/partial" "$SOURCE"
	cat >"$APT/debian.sources" <<-END
		Types: deb deb-src
		URIs: $(debian_mirror)
		Suites: $SUITE
		Components: main
		Architectures: amd64
		Signed-By: $keyring
	END
	cat >"$APT/apt.conf" <<-END
		Dir::Etc::sourcelist "$APT/debian.sources";
		Dir::Etc::sourceparts "/dev/null";
		Dir::State::lists "$APT/lists";
		Dir::Cache "$APT/cache";
		APT::Sandbox::User "root";
	END
	APT_CONFIG=$APT/apt.conf apt-get -q update
}

download() {
	cd "$SOURCE"
	case $1 in
	linux-source-*) APT_CONFIG=$APT/apt.conf apt-get -q download "$1" ;;
	*) APT_CONFIG=$APT/apt.conf apt-get -q source --download-only "$1" ;;
	esac
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
