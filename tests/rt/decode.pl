# Texts as Request Tracker keeps them, made readable: each line of the input is a ticket as
# desk_words reads it from the database.
use strict;
use warnings;
use Encode qw(decode encode);
use JSON;
use MIME::Base64 'decode_base64';
use MIME::QuotedPrint 'decode_qp';

my %decode = ('quoted-printable' => \&decode_qp, base64 => \&decode_base64);

while (<STDIN>) {
    my $ticket = decode_json($_);
    for (@{ $ticket->{said} }) {
        my (undef, $body, $encoding) = @$_;
        my $decode = $decode{$encoding} or next;
        $_->[1] = decode('UTF-8', $decode->(encode('UTF-8', $body)));
    }
    print encode_json($ticket), "\n";
}
