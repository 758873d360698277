/** Words that replies of mail servers are made of. None of them is a common name of a person. */
export const MEANING_WORDS: ReadonlySet<string> = new Set(
  (
    'a about accept accepted accepting access account accounts action active address addresses administrative ' +
    'administrator after again aligned all allowed an and any are as at attempt attempts authenticate authenticated ' +
    'authentication available bad banned be because been before blacklist blacklisted block blocked blocklist body ' +
    'bounce bounced busy but by bytes can cannot certificate check client closed closing code command ' +
    'conditions configuration configured connect connection content could data deferred delivered delivery denied ' +
    'destination detected dkim dmarc disabled discarded dns does domain domains due during email emails encryption ' +
    'error errors exceed exceeded exceeds exist exists expired fail failed failure for format found from full ' +
    'greylist greylisted greylisting handshake has hard have here host hosts illegal in inactive inbox incoming ' +
    'internal invalid ip is issue it later limit limits limited list listed local lookup loop mail mailbox mailboxes ' +
    'maximum message messages missing must name negotiation no non not number of on only or our out over ' +
    'permanent permitted please policy problem prohibited protected protocol quota quotas rate received receiving recipient ' +
    'recipients refused reject rejected rejection relay relaying remote reply reputation requested required requires ' +
    'resources response responding retry reverse routing security send sender senders sending sent server servers ' +
    'service session signed size smtp soft space spam spf ssl starttls status storage such suspended syntax system ' +
    'table temporarily temporary than that the there this time timed timeout tls to too transaction try trying ' +
    'unable unavailable unknown unsolicited unrouteable use used user users using valid verification verified ' +
    'version violation virtual virus was with you your'
  ).split(' '),
);
