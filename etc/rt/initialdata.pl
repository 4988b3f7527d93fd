# What refundd needs in Request Tracker 5: a queue, custom fields, a user, a group of reviewers and
# their rights.
#
#   rt-setup-database-5 --action insert --skip-create --datafile /etc/refundd/rt/initialdata.pl
#
# Names are those of the default configuration (refundd-rt(5)); whoever has a queue and fields of
# their own changes the names here or in the configuration. Run once: what is there already is not
# changed, but rights and fields may then stand twice.
#
# With REFUNDD_REVIEW_QUEUE=NAME in the environment there is a queue of that name, too, for the
# tickets that wait for a reviewer (`review_queue` in the configuration).
#
# The token that refundd logs in with: with REFUNDD_TOKEN_FILE=FILE in the environment it is made
# and written there, readable by nobody else; without, make one for the user refundd in RT's own
# pages (Admin, Users, refundd, Auth Tokens). `refundctl desk check` then says whether all is right.
use strict;
use warnings;
use utf8;

our ( @Queues, @Users, @Groups, @CustomFields, @ACL, @Final );

my $queue     = 'Billing and Refund Issues';
my $reviewers = 'Refund Reviewers';
my @queues    = ( $queue, grep { defined && length } $ENV{REFUNDD_REVIEW_QUEUE} );

@Queues = map { { Name => $_, Description => 'Requests for refunds' } } @queues;

# UTC, so that every time that is shown to it or asked by it means the same everywhere.
@Users = ( { Name => 'refundd', RealName => 'refundd', Privileged => 1, Timezone => 'UTC',
             Comments => 'Decides requests for refunds' } );

# Whoever is to decide about flagged tickets is made a member.
@Groups = ( { Name => $reviewers, Description => 'Decide what refundd leaves to people' } );

my @ticket      = ( LookupType => 'RT::Queue-RT::Ticket', ApplyTo => [@queues] );
my @transaction = ( LookupType => 'RT::Queue-RT::Ticket-RT::Transaction', ApplyTo => [@queues] );

@CustomFields = (
    # The customer's part.
    { @ticket, Name => 'Product',   Type => 'FreeformSingle', Description => 'What was bought' },
    { @ticket, Name => 'IssueType', Type => 'FreeformSingle', Description => 'What it is about' },
    { @ticket, Name => 'OrderId',   Type => 'FreeformSingle', Description => 'Number of the order' },
    { @ticket, Name => 'SdkAppId',  Type => 'FreeformSingle', Description => 'Application' },
    { @ticket, Name => 'Uin',       Type => 'FreeformSingle', Description => 'Account of the customer' },
    # refundd's part.
    { @ticket, Name => 'RefundDecision', Type => 'SelectSingle', Description => 'What was decided',
      Values => [ map { { Name => $_ } } qw(approve reject flag ask) ] },
    { @ticket, Name => 'RefundAmount',   Type => 'FreeformSingle', Description => 'Money to give back' },
    { @ticket, Name => 'RefundCurrency', Type => 'FreeformSingle', Description => 'Its currency' },
    { @ticket, Name => 'RefundLinked', Type => 'FreeformSingle', Description => 'The ticket that speaks for it' },
    # The reviewers' part.
    { @ticket, Name => 'ReviewVerdict', Type => 'SelectSingle', Description => 'What a reviewer decided',
      Values => [ map { { Name => $_ } } qw(approve reject release) ] },
    { @ticket, Name => 'ReviewReason', Type => 'FreeformSingle', Description => 'Code of a reason, or internal words' },
    { @ticket, Name => 'ReviewAmount', Type => 'FreeformSingle', Description => 'Another amount than the policy computes' },
    # By this key an answer is found again, so that none is given twice.
    { @transaction, Name => 'RefundKey', Type => 'FreeformSingle', Description => 'Key of an answer' },
);

# Rights on the fields are of the fields themselves, so that their kinds and values can be checked.
sub on_field {
    my ( $who, $right, @fields ) = @_;
    return map { { %$who, Queue => $queue, CF => $_->{Name},
                   LookupType => $_->{LookupType}, Right => $right } } @fields;
}

# A right to create tickets in a queue is one to move them there.
sub on_queues {
    my ( $who, @rights ) = @_;
    return map { { %$who, Queue => $_, Right => [ @rights, $_ eq $queue ? () : 'CreateTicket' ] } } @queues;
}

my $refundd = { UserId => 'refundd' };
my $review  = { GroupDomain => 'UserDefined', GroupId => $reviewers };

@ACL = (
    on_queues( $refundd, qw(SeeQueue ShowTicket ShowTicketComments
                            ReplyToTicket CommentOnTicket ModifyTicket) ),
    on_field( $refundd, SeeCustomField    => @CustomFields ),
    on_field( $refundd, ModifyCustomField => grep { $_->{Name} =~ /^(Refund|Review)/ } @CustomFields ),
    on_queues( $review, qw(SeeQueue ShowTicket ShowTicketComments ReplyToTicket CommentOnTicket
                           ModifyTicket OwnTicket TakeTicket StealTicket) ),
    on_field( $review, SeeCustomField    => @CustomFields ),
    on_field( $review, ModifyCustomField => grep { $_->{Name} =~ /^Review/ } @CustomFields ),
);

@Final = (
    sub {
        my $file = $ENV{REFUNDD_TOKEN_FILE} or return;
        require RT::AuthToken;
        my $user = RT::User->new( RT->SystemUser );
        $user->Load('refundd');
        my ( $id, $message, $token ) = RT::AuthToken->new( RT->SystemUser )
            ->Create( Owner => $user->Id, Description => 'refundd' );
        die "cannot make a token: $message\n" unless $id;
        umask 0077;
        open my $out, '>', $file or die "cannot write $file: $!\n";
        print $out "$token\n";
        close $out or die "cannot write $file: $!\n";
    }
);

1;
