# Request Tracker as a PSGI application that notes each request in $RT_LAB/requests: begin and end in
# seconds, the user whose token it came with, status, method and path. While there is a pipe
# $RT_LAB/gate, a look at tickets before they are written waits until somebody has opened that and
# then $RT_LAB/gate.open.
use strict;
use warnings;
use Fcntl ':flock';
use Plack::Util;
use Time::HiRes 'time';

my $rt = do '/usr/share/request-tracker5/libexec/rt-server' or die "rt-server: $@$!";

sub note {
    open my $log, '>>', "$ENV{RT_LAB}/requests" or die "requests: $!";
    flock $log, LOCK_EX;
    print $log join(' ', @_), "\n";
}

sub wait_at_gate {
    return unless -p "$ENV{RT_LAB}/gate";
    for my $name (qw(gate gate.open)) {
        open my $pipe, '<', "$ENV{RT_LAB}/$name" or die "$name: $!";
    }
}

sub {
    my ($env) = @_;
    my $begin = time;
    wait_at_gate() if $env->{QUERY_STRING} =~ /fields=Status,Owner/;
    my ($user) = ($env->{HTTP_AUTHORIZATION} // '') =~ /^token \d+-(\d+)-/;
    Plack::Util::response_cb($rt->($env), sub {
        note(sprintf('%.6f %.6f', $begin, time), $user // '-', $_[0][0], $env->{REQUEST_METHOD},
            $env->{PATH_INFO});
        return;
    });
};
