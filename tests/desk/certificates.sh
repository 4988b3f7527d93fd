#!/bin/sh
# Makes the certificates that the tests of desk/http ask servers with, in the folder FOLDER:
#
#   ca.pem       who signed all but self.pem
#   good.pem     for 127.0.0.1          expired.pem  the same, of yesterday
#   other.pem    for other.example.com  self.pem     for 127.0.0.1, signed by itself
#   good.pin     the hash of good.pem's public key, as desk/http wants a pin
#
# NAME.key is the key of NAME.pem.
set -eu
cd "$1"

key() { # NAME
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"
}

self_signed() { # NAME SUBJECT EXTENSION
    key "$1"
    openssl req -x509 -key "$1.key" -subj "/CN=$2" -days 2 -addext "$3" -out "$1.pem"
}

signed() { # NAME ALTERNATIVE-NAME DAYS
    key "$1"
    openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
    echo "subjectAltName=$2" >"$1.extensions"
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$3" \
        -extfile "$1.extensions" -out "$1.pem"
}

self_signed ca "Tests of refundd" keyUsage=keyCertSign
self_signed self 127.0.0.1 subjectAltName=IP:127.0.0.1
signed good IP:127.0.0.1 2
signed other DNS:other.example.com 2
signed expired IP:127.0.0.1 -1
openssl x509 -in good.pem -noout -pubkey | openssl pkey -pubin -outform der |
    openssl dgst -sha256 -binary | openssl base64 -A | sed 's,^,sha256//,' >good.pin
