# Prints, one line a mail, what Mail::DKIM thinks of each of its signatures. Keys: lines of "name record".
use strict;
use warnings;
use Mail::DKIM::Verifier;
use Mail::DKIM::DNS;
use Net::DNS;

my ($keys, @mails) = @ARGV;
my %record;
open my $in, '<', $keys or die "$keys: $!";
while (<$in>) { chomp; my ($name, $text) = split / /, $_, 2; $record{lc $name} = $text; }
no warnings 'redefine';
*Mail::DKIM::DNS::query = sub {
    my ($name) = @_;
    my $text = $record{lc $name} or return;
    return Net::DNS::RR->new(name => $name, type => 'TXT', txtdata => [$text =~ /.{1,250}/g]);
};
for my $mail (@mails) {
    my $verifier = Mail::DKIM::Verifier->new;
    open my $file, '<:raw', $mail or die "$mail: $!";
    while (<$file>) { $verifier->PRINT($_); }
    $verifier->CLOSE;
    print join(' ', map { $_->result } $verifier->signatures), "\n";
}
