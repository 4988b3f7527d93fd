# Who works with the lab's Request Tracker beside refundd, as initialdata that comes after
# etc/rt/initialdata.pl. Each gets a token, in the file $RT_LAB/NAME.token.
use utf8;
my $refunds = 'Billing and Refund Issues';
my $elsewhere = 'Other Issues';
my @agent = qw(SeeQueue CreateTicket ShowTicket ShowTicketComments ReplyToTicket CommentOnTicket ModifyTicket
    OwnTicket TakeTicket StealTicket DeleteTicket SeeCustomField ModifyCustomField);

# Custom fields are shown to whoever has the right on the field itself.
my $of_ticket = 'RT::Queue-RT::Ticket';
my %kind = (RefundKey => "$of_ticket-RT::Transaction");
my @fields = qw(Product IssueType OrderId SdkAppId Uin Language
    RefundDecision RefundAmount RefundCurrency RefundLinked ReviewVerdict ReviewReason ReviewAmount
    RefundKey);
my @reviewers = qw(lin rosa);

sub on_fields {
    my ($user, $right, @names) = @_;
    return map { { UserId => $user, Queue => $refunds, CF => $_, LookupType => $kind{$_} // $of_ticket,
                   Right => $right } } @names;
}

@Queues = ({ Name => $elsewhere });
@Users = (
    { Name => 'portal', EmailAddress => 'portal@lab.test', Privileged => 1, Timezone => 'UTC' },
    { Name => 'mei', RealName => 'Mei', EmailAddress => 'mei@lab.test', Privileged => 1 },
    (map { { Name => $_, RealName => ucfirst, EmailAddress => "$_\@lab.test", Privileged => 1,
             MemberOf => ['Refund Reviewers'] } } @reviewers),
    { Name => 'abroad', EmailAddress => 'abroad@lab.test', Privileged => 1,
      Timezone => 'Asia/Shanghai' },
    { Name => 'blind', EmailAddress => 'blind@lab.test', Privileged => 1, Timezone => 'UTC' },
    { Name => 'stiff', EmailAddress => 'stiff@lab.test', Privileged => 1, Timezone => 'UTC' },
    { Name => 'mute', EmailAddress => 'mute@lab.test', Privileged => 1, Timezone => 'UTC' },
    { Name => 'customer', EmailAddress => 'customer@customer.test', Privileged => 0 },
);
@CustomFields = (
    { LookupType => $of_ticket, ApplyTo => [$refunds, 'Refund Review'], Name => 'Language', Type => 'FreeformSingle' },
);
@ACL = (
    (map { { UserId => 'mei', Queue => $_, Right => [@agent] } } $refunds, $elsewhere),
    { UserId => 'portal', Queue => $refunds,
      Right => [qw(SeeQueue CreateTicket ShowTicket ReplyToTicket SeeCustomField ModifyCustomField)] },
    on_fields('refundd', 'SeeCustomField', 'Language'),
    (map { { UserId => 'abroad', Queue => $_, Right => [@agent] } } $refunds, $elsewhere),
    on_fields('abroad', 'SeeCustomField', @fields),
    { UserId => 'mute', Queue => $refunds, Right => [qw(SeeQueue ShowTicket)] },
    on_fields('mute', 'SeeCustomField', @fields),
    { UserId => 'stiff', Queue => $refunds,
      Right => [qw(SeeQueue ShowTicket ShowTicketComments ReplyToTicket CommentOnTicket ModifyTicket)] },
    on_fields('stiff', 'SeeCustomField', @fields),
    { UserId => 'blind', Queue => $refunds, Right => ['SeeQueue'] },
    { GroupDomain => 'SystemInternal', GroupType => 'Everyone', Queue => $refunds,
      Right => ['ReplyToTicket'] },
    { GroupDomain => 'RT::Queue-Role', GroupType => 'Requestor', Queue => $refunds,
      Right => [qw(ShowTicket ModifyTicket)] },
);
@Final = (sub {
    require RT::AuthToken;
    umask 0077;
    for my $name (qw(portal mei abroad mute stiff blind customer), @reviewers) {
        my $user = RT::User->new(RT->SystemUser);
        $user->Load($name) or die "no user $name";
        my ($id, $message, $token) = RT::AuthToken->new(RT->SystemUser)->Create(
            Owner => $user->Id, Description => 'lab');
        die "token of $name: $message" unless $id;
        open my $file, '>', "$ENV{RT_LAB}/$name.token" or die "token of $name: $!";
        print $file "$token\n";
        close $file or die "token of $name: $!";
    }
});
1;
