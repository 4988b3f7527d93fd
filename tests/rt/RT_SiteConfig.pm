# A Request Tracker that lives in the folder $RT_LAB and on loopback, as fast as it can be made: no
# waiting for the disk, the cheapest hash of tokens that there is.
use utf8;
my $lab = $ENV{RT_LAB};
$RT::VarPath = "$lab/var";
$RT::MasonDataDir = "$lab/mason";
$RT::MasonSessionDir = "$lab/session";
Set($rtname, 'lab.test');
Set($Organization, 'lab.test');
Set($Timezone, 'UTC');
Set($WebDomain, '127.0.0.1');
Set($WebPort, $ENV{RT_PORT});
Set($CorrespondAddress, 'rt@lab.test');
Set($CommentAddress, 'rt-comment@lab.test');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, "$lab/rt.db");
Set($BcryptCost, 4);
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'warning');
Set($LogToFile, undef);
Set($HTMLFormatter, 'core');
Set($StatementLog, undef);
Set($EnableReminders, 0);
Set(%GnuPG, Enable => 0);
Set(%SMIME, Enable => 0);

# What is mailed can be read in a mailbox.
Set($MailCommand, sub {
    my ($mail) = @_;
    open my $box, '>>', "$lab/mbox" or return 0;
    flock $box, 2;
    print $box 'From rt@lab.test ' . gmtime() . "\n" . $mail->stringify . "\n";
    return close $box;
});

{
    package RT;
    require RT::Handle;
    no warnings 'redefine';
    my $connect = \&RT::Handle::Connect;
    *RT::Handle::Connect = sub {
        my ($self, @rest) = @_;
        my @result = $connect->($self, @rest);
        if (my $dbh = $self->dbh) {
            $dbh->sqlite_busy_timeout(30000);
            $dbh->do('PRAGMA synchronous = OFF');
        }
        return @result;
    };
}
1;
