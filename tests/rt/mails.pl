#!/usr/bin/perl
# What was mailed because of somebody's words: one JSON list a mail, [ticket, to, text].
# Usage: mails.pl MBOX NAME
use strict;
use warnings;
use Encode 'decode';
use JSON 'encode_json';
use MIME::Parser;

my ($path, $name) = @ARGV;
open my $file, '<', $path or die "$path: $!\n";
my @mails = split /^From rt\@lab\.test .*\n/m, do { local $/; <$file> };
shift @mails;

my $parser = MIME::Parser->new;
$parser->output_to_core(1);

sub header {
    my ($mail, $name) = @_;
    my $value = $mail->head->get($name) // '';
    chomp $value;
    return $value;
}

sub text {
    my ($mail) = @_;
    my ($part) = grep { $_->effective_type eq 'text/plain' } $mail->parts_DFS;
    return $part ? decode('UTF-8', $part->bodyhandle->as_string) : '';
}

for (@mails) {
    my $mail = $parser->parse_data($_);
    next unless header($mail, 'From') =~ /^"\Q$name\E via RT"/;
    my ($ticket) = header($mail, 'X-RT-Ticket') =~ /#(\d+)/;
    my @to = map { header($mail, $_) } qw(To Cc Bcc);
    print encode_json([$ticket, join(',', grep { $_ ne '' } @to), text($mail)]), "\n";
}
