# Completion of nube for PowerShell: commands, options and fixed values stand here, nube is asked for the rest.
# Printed by: nube completion powershell

$script:NubeOptions = @(
    , @('--profile|-p|,a|+|profiles to use; all means every one',
        '--output|-o|=table wide json yaml ndjson csv tsv id ref||how to print: table, wide, json, yaml, ndjson, csv, tsv, id, ref',
        '--columns||,t|+|columns of a table, csv or tsv',
        '--sort||t||sort by a column; -COLUMN reverses',
        '--no-headers||||leave the header line out',
        '--query||t||print a part of the JSON',
        '--quiet|-q|||print no progress and no notes',
        '--color||=auto always never||when to colour',
        '--debug||||show every request, secrets hidden',
        '--step-output||||also write the result where the CI system takes it for further steps',
        '--sandbox||||use the built-in emulator instead of real accounts',
        '--connect-timeout||t||longest time to connect (10s)',
        '--request-timeout||t||longest time for one answer (30s)',
        '--region||a||region or zone, over the profile’s',
        '--service||a||service connection',
        '--environment||a||environment',
        '--org||t||organization',
        '--hub||a||hub',
        '--container||a||container',
        '--group||a||group',
        '--cloud||a||cloud',
        '--help|-h|||show help')
    , @('--watch||||keep looking: redraw on a terminal, print changed rows elsewhere',
        '--until||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|with --watch: end once this holds, as state=running',
        '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|show only these: state=running, name~^web-, memory>=2GiB …',
        '--all-states||||also those that are deleted but recoverable',
        '--limit||t||print at most this many, after filter and sort',
        '--page-size||t||ask the provider for so many at a time',
        '--concurrency||t||pages at once, per provider (8)',
        '--raw||||print the provider’s own objects, secrets masked (with -o json)',
        '--updated-since||t||only those changed since',
        '--server||t||only those on a server',
        '--kind||=container vm||only containers’ instances or virtual machines',
        '--search||t||let the provider search',
        '--include||,t|+|have related objects included, with --raw',
        '--columns||,=profile provider name id hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt -profile -provider -name -id -hostname -state -providerState -region -group -size -image -cpus -memoryMiB -diskGiB -publicAddresses -privateAddresses -tags -createdAt -updatedAt||sort by a column; -COLUMN reverses')
    , @('--profile|-p|,a|+|profiles to use; all means every one',
        '--output|-o|=table wide json yaml ndjson csv tsv id ref||how to print: table, wide, json, yaml, ndjson, csv, tsv, id, ref',
        '--no-headers||||leave the header line out',
        '--query||t||print a part of the JSON',
        '--quiet|-q|||print no progress and no notes',
        '--color||=auto always never||when to colour',
        '--debug||||show every request, secrets hidden',
        '--step-output||||also write the result where the CI system takes it for further steps',
        '--sandbox||||use the built-in emulator instead of real accounts',
        '--connect-timeout||t||longest time to connect (10s)',
        '--request-timeout||t||longest time for one answer (30s)',
        '--region||a||region or zone, over the profile’s',
        '--service||a||service connection',
        '--environment||a||environment',
        '--org||t||organization',
        '--hub||a||hub',
        '--container||a||container',
        '--group||a||group',
        '--cloud||a||cloud',
        '--help|-h|||show help')
    , @('--watch||||keep looking: redraw on a terminal, print changed rows elsewhere',
        '--until||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|with --watch: end once this holds, as state=running',
        '--raw||||the provider’s own answer, secrets masked',
        '--show-secrets||||show the initial password and the user data')
    , @('--since||t||from when',
        '--until||t||to when',
        '--follow||||go on with live figures')
    , @('--show-secrets||||show masked values')
    , @('--set||,t|+|replace the security groups',
        '--clear||||take all security groups away')
    , @('--yes|-y|||answer the question with yes',
        '--dry-run||||print the requests as curl lines and send none',
        '--no-wait||||return once the provider has accepted',
        '--timeout||t||longest time to wait for the end',
        '--concurrency||t||how many at once, waiting included, per provider (8 requests)',
        '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|choose instances: state=running, name~^web-, age>30d …',
        '--all||||all instances of -p or --filter',
        '--max||t||refuse more than this many')
    , @('--delete||a||delete this backup, by name or id',
        '--columns||,=profile provider instanceId id name kind state sizeGiB createdAt|+|columns of a table, csv or tsv',
        '--sort||=profile provider instanceId id name kind state sizeGiB createdAt -profile -provider -instanceId -id -name -kind -state -sizeGiB -createdAt||sort by a column; -COLUMN reverses')
    , @('--size||a||how large',
        '--image||a||what to install',
        '--network||a||the network to join',
        '--tag||,t|+|tags (morpheus: k=v is a tag, k a label)',
        '--ssh-key||a||a key the provider knows',
        '--public-key||t||a public key, or @FILE',
        '--firewall||a||the firewall',
        '--public-ip||=create none||whether to have a public address',
        '--reverse-dns||t||reverse DNS name',
        '--user||t||the first user',
        '--cpus||t||processors, for custom sizes',
        '--memory||t||memory, for custom sizes',
        '--disk-offering||a||an extra disk',
        '--disk-size||t||size of the extra disk',
        '--disk-iops||t||speed of the extra disk',
        '--root-size||t||size of the root disk',
        '--attach-volume||a||a volume to attach',
        '--forward-port||,t|+|ports to forward',
        '--affinity-group||a||affinity group',
        '--private-address||t||private address',
        '--server||a|+|on which server, how many',
        '--scale||t||the container’s new total',
        '--kind||=container vm||which kind of instance',
        '--type||a||instance type',
        '--layout||a||layout',
        '--plan||a||plan, the same as --size',
        '--volume||,t|+|a volume',
        '--config||t|+|a setting of the type',
        '--label||,t|+|labels',
        '--env||t|+|an environment variable',
        '--copies||t||copies inside one instance',
        '--description||t||description',
        '--count||t||how many: NAME-1 to NAME-N',
        '--user-data||f||a script or cloud-init file, or - for standard input',
        '--from-file||f||YAML or JSON: one instance or a list of them',
        '--if-not-exists||||do nothing when the name exists, and say whether it differs',
        '--show-secrets||||print the initial password',
        '--columns||,=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password|+|columns of a table, csv or tsv',
        '--sort||=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password -profile -name -id -status -provider -hostname -state -providerState -region -group -size -image -cpus -memoryMiB -diskGiB -publicAddresses -privateAddresses -tags -createdAt -updatedAt -action -operation -error -password||sort by a column; -COLUMN reverses')
    , @('--yes|-y|||answer the question with yes',
        '--dry-run||||print the requests as curl lines and send none',
        '--no-wait||||return once the provider has accepted',
        '--timeout||t||longest time to wait for the end',
        '--concurrency||t||how many at once, waiting included, per provider (8 requests)',
        '--max||t||refuse more than this many')
    , @('--name||t||the new name',
        '--hostname||t||the new host name',
        '--description||t||the new description or notes; empty clears',
        '--reverse-dns||t||the new reverse DNS name',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--purge||||at once, with nothing left to recover',
        '--delete-snapshots||||delete its snapshots as well',
        '--release-ip||,t|+|give public addresses back; all for every one',
        '--delete-volume||,a|+|delete data volumes as well; all for every one',
        '--preserve-volumes||||keep its volumes',
        '--keep-backups||||keep its backups',
        '--keep-ips||||keep its floating addresses',
        '--force||||delete even where the provider would hesitate',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--whole-container||||go on although every instance of the container is touched',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--force||||pull the plug instead of shutting down',
        '--whole-container||||go on although every instance of the container is touched',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--soft||||ask the operating system to restart',
        '--hard||||cut the power and start again (the default)',
        '--whole-container||||go on although every instance of the container is touched',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--for||=pending running updating stopping stopped suspended migrating error deleting deleted unknown ssh port:||a state, ssh, or port:N; running unless said',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--timeout||t||longest time to wait for the end',
        '--concurrency||t||how many at once, waiting included, per provider (8 requests)',
        '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|choose instances: state=running, name~^web-, age>30d …',
        '--all||||all instances of -p or --filter')
    , @('--size||a||the new size',
        '--cpus||t||processors, where the size leaves them open',
        '--memory||t||memory, where the size leaves it open',
        '--plan||a||the new plan',
        '--volume||,t|+|grow a volume to a size, or by +N',
        '--add-volume||,t|+|add a volume',
        '--remove-volume||,t|+|remove a volume and its data',
        '--delete-original-volumes||||delete the volumes that the resize replaces',
        '--whole-container||||go on although every instance of the container is touched',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--name||t||the name of the new instance',
        '--shape-only||||the same shape, without the data: all that some providers can do',
        '--group||a||the group the copy goes to',
        '--columns||,=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password|+|columns of a table, csv or tsv',
        '--sort||=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password -profile -name -id -status -provider -hostname -state -providerState -region -group -size -image -cpus -memoryMiB -diskGiB -publicAddresses -privateAddresses -tags -createdAt -updatedAt -action -operation -error -password||sort by a column; -COLUMN reverses')
    , @('--profile|-p|,a|+|profiles to use; all means every one',
        '--output|-o|=table wide json yaml ndjson csv tsv id ref||how to print: table, wide, json, yaml, ndjson, csv, tsv, id, ref',
        '--no-headers||||leave the header line out',
        '--query||t||print a part of the JSON',
        '--quiet|-q|||print no progress and no notes',
        '--color||=auto always never||when to colour',
        '--debug||||show every request, secrets hidden',
        '--step-output||||also write the result where the CI system takes it for further steps',
        '--sandbox||||use the built-in emulator instead of real accounts',
        '--connect-timeout||t||longest time to connect (10s)',
        '--request-timeout||t||longest time for one answer (30s)',
        '--region||a||region or zone, over the profile’s',
        '--service||a||service connection',
        '--environment||a||environment',
        '--org||t||organization',
        '--hub||a||hub',
        '--container||a||container',
        '--cloud||a||cloud',
        '--help|-h|||show help')
    , @('--to||a||the server to move to',
        '--copy-volumes||||take the volumes along, or leave them',
        '--no-copy-volumes||||the opposite',
        '--revert||||undo the last migration',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--off||||put them back',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--set||,t|+|replace all tags',
        '--add||,t|+|add tags',
        '--remove||,a|+|remove tags',
        '--clear||||remove all tags',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--set||a||the firewall to use',
        '--default||||the default firewall of its network',
        '--on||||switch the firewall on',
        '--off||||switch the firewall off',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--to||a||the network to move to',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--set||a||the key to use',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--show-secrets||||print the new password',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--attach||a||the ISO image to attach',
        '--detach||||take the attached ISO image out')
    , @('--to||a||the id or code of what is offered')
    , @('--name||t||the name of the backup',
        '--snapshot||||a snapshot instead of a backup',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--as||t||make a new instance of it instead of overwriting (civo)',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--storage||t||where to keep it',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--user||t||log in as this user',
        '--jump||t||go there by way of this host: [USER@]HOST[:PORT]',
        '--private||||use the private address, from a network that leads there',
        '--port||t||connect to this port',
        '--identity||f||log in with this key',
        '--wait||||wait until it runs and SSH answers',
        '--strict||||refuse a host key that is not known yet',
        '--print||||print the ssh command instead of running it',
        '--expire||||revoke the one-time passwords that were handed out (cycle)')
    , @('--yes|-y|||answer the question with yes',
        '--dry-run||||print the requests as curl lines and send none')
    , @('--user||t||log in as this user',
        '--jump||t||go there by way of this host: [USER@]HOST[:PORT]',
        '--private||||use the private address, from a network that leads there',
        '--script||f||run this local script with sh; - is standard input',
        '--canary||||run on the first alone, and on the others only if that succeeded',
        '--stop-after||t||start no more once so many have failed',
        '--columns||,=profile provider name id status exitCode stdout stderr error|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id status exitCode stdout stderr error -profile -provider -name -id -status -exitCode -stdout -stderr -error||sort by a column; -COLUMN reverses')
    , @('--yes|-y|||answer the question with yes',
        '--dry-run||||print the requests as curl lines and send none',
        '--timeout||t||longest time to wait for the end',
        '--concurrency||t||how many at once, waiting included, per provider (8 requests)',
        '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|choose instances: state=running, name~^web-, age>30d …',
        '--all||||all instances of -p or --filter',
        '--max||t||refuse more than this many')
    , @('--user||t||log in as this user',
        '--jump||t||go there by way of this host: [USER@]HOST[:PORT]',
        '--private||||use the private address, from a network that leads there',
        '--recursive|-r|||copy directories with all that is in them',
        '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv',
        '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses')
    , @('--open||||open the link in the browser',
        '--show-secrets||||print a link with the token inside')
    , @('--print||||print the configuration and write nothing',
        '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|only these: state=running, tag=web …')
    , @('--list||||the whole inventory (unless said otherwise)',
        '--host||t||only the variables of one host',
        '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|only these: state=running, tag=web …')
    , @('--provider||=civo cloudca coxedge cloudmc cycle morpheus||which kind of cloud; nube providers lists them',
        '--endpoint||t||the API’s base URL, where it is not the usual one',
        '--username||t||user name, where a password stands for a token (morpheus)',
        '--client-id||t||client id of the sign-in (morpheus)',
        '--ca-file||f||certificate authority to trust beside the usual ones',
        '--insecure||||do not verify the server’s certificate; warns each time',
        '--ssh-user||t||the user for ssh',
        '--jump||t||the jump host for ssh',
        '--proxy||t||the proxy for this profile',
        '--token||t||the token itself (it stays in the shell’s history)',
        '--token-stdin||||read the token from standard input',
        '--token-env||t||read the token from this variable, each time',
        '--token-file||f||read the token from this file, each time',
        '--token-keychain||||keep the token in the system’s keychain (asked for, or with --token-stdin)',
        '--token-command||t||run this JSON list of words for the token, each time',
        '--password-stdin||||read the password from standard input',
        '--password-env||t||read the password from this variable, each time',
        '--password-command||t||run this JSON list of words for the password, each time',
        '--password-file||f||read the password from this file, each time',
        '--no-verify||||keep it without checking')
    , @('--none||||take the default away: all profiles are used again')
    , @('--global||||defaults whatever profile is used; those of a profile win')
    , @('--yes|-y|||answer the question with yes')
    , @('--all||||check every profile')
    , @('--from||=civo morpheus terraform variables||look only there',
        '--file||f||read this file: of a CLI, or Terraform’s with a provider in it',
        '--keychain||||keep copied tokens in the system’s keychain, not in the configuration file',
        '--no-verify||||keep them without checking')
    , @('--offline||||ask no provider')
    , @('--port||t||the first port (N, N+1, …); 0 takes any free ones',
        '--latency||t||wait so long before each answer',
        '--fault||=429 500 html truncated reset drop-after-commit task-failure||fail on purpose: 429, 500, html, truncated, reset, drop-after-commit, task-failure …',
        '--seed||t||the same run twice',
        '--instances||t||how many instances each provider has',
        '--speed||t||let the emulators’ clock run N times faster')
    , @('--data||f||the body: text, @FILE, or - for standard input',
        '--field||t|+|a field of a JSON body, or of the query of a GET',
        '--header||t|+|a further header')
    , @('--dry-run||||print the requests as curl lines and send none')
    , @('--row||||the schema of one row: what -o ndjson prints a line')
    , @('--all||||those that have ended, too',
        '--columns||,=id profile provider name instanceId action status attended operation startedAt updatedAt error command|+|columns of a table, csv or tsv',
        '--sort||=id profile provider name instanceId action status attended operation startedAt updatedAt error command -id -profile -provider -name -instanceId -action -status -attended -operation -startedAt -updatedAt -error -command||sort by a column; -COLUMN reverses')
    , @('--show-secrets||||print a new password')
    , @('--timeout||t||longest time to wait for the end',
        '--concurrency||t||how many at once, waiting included, per provider (8 requests)')
)
$script:NubeCommon = 0
$script:NubeFirsts = @(
    'list|show the instances of all profiles'
    'ls|show the instances of all profiles'
    'get|show everything about one instance'
    'show|show everything about one instance'
    'stats|show what instances use: processor, memory, disk, network'
    'volumes|show the volumes of instances'
    'containers|show the containers of instances'
    'env|show the environment variables of instances'
    'security-groups|show or set the security groups of instances'
    'backups|show the backups of instances, or delete one'
    'create|make new instances'
    'update|change name, host name or description'
    'delete|delete instances'
    'rm|delete instances'
    'start|start stopped instances'
    'stop|stop running instances'
    'reboot|restart instances'
    'restart|restart instances'
    'suspend|suspend running instances'
    'recover|bring deleted instances back'
    'purge|remove deleted instances for good'
    'wait|wait until instances are in a state, or reachable'
    'resize|give instances another size'
    'clone|make another instance like this one'
    'migrate|move instances to another server'
    'drain|take instances out of the traffic'
    'tag|change the tags of instances'
    'firewall|choose a firewall, or switch it'
    'network|move instances to another network'
    'ssh-key|give instances another SSH key'
    'reset-password|give instances a new password, shown once'
    'iso|attach or detach an ISO image, or show what can be attached'
    'upgrade|show what instances can be upgraded to, or run one of it'
    'backup|back instances up now'
    'restore|bring an instance back to a backup'
    'image|make an image of an instance'
    'ssh|log in to an instance, or run a command there, with OpenSSH'
    'exec|run a command on instances, with OpenSSH'
    'cp|copy files to instances or from one, with OpenSSH’s scp'
    'console|show the console of an instance, or the link to it'
    'ssh-config|write a configuration that lets ssh, scp and rsync know instances by name'
    'inventory|print all instances as a dynamic inventory of Ansible'
    'catalog|show what a create can choose from, live'
    'profile|add, list, get, use, set, unguard, rename, remove, test, import'
    'providers|show what each provider can do'
    'doctor|look for what is wrong with the set-up'
    'completion|print the completion script of a shell'
    'sandbox|serve, reset, status'
    'demo|take a two-minute tour on the sandbox'
    'api|send one authenticated request as it stands'
    'schema|print the JSON Schema of what a command prints with -o json'
    'op|list, get, resume'
    'explain|tell what an error means and what to do about it'
    'help|show what a command takes'
)
$script:NubeCommands = @{
    'list' = @{ Name = 'list'; Blocks = @(1, 2); Places = @(); Foreign = '' }
    'ls' = @{ Name = 'list'; Blocks = @(1, 2); Places = @(); Foreign = '' }
    'get' = @{ Name = 'get'; Blocks = @(3, 0); Places = @('a'); Foreign = '' }
    'show' = @{ Name = 'get'; Blocks = @(3, 0); Places = @('a'); Foreign = '' }
    'stats' = @{ Name = 'stats'; Blocks = @(4, 0); Places = @('+a'); Foreign = '' }
    'volumes' = @{ Name = 'volumes'; Blocks = @(0); Places = @('+a'); Foreign = '' }
    'containers' = @{ Name = 'containers'; Blocks = @(0); Places = @('+a'); Foreign = '' }
    'env' = @{ Name = 'env'; Blocks = @(5, 0); Places = @('+a'); Foreign = '' }
    'security-groups' = @{ Name = 'security-groups'; Blocks = @(6, 7, 0); Places = @('+a'); Foreign = '' }
    'backups' = @{ Name = 'backups'; Blocks = @(8, 7, 2); Places = @('+a'); Foreign = '' }
    'create' = @{ Name = 'create'; Blocks = @(9, 10, 2); Places = @('t'); Foreign = '' }
    'update' = @{ Name = 'update'; Blocks = @(11, 7, 2); Places = @('+a'); Foreign = '' }
    'delete' = @{ Name = 'delete'; Blocks = @(12, 7, 2); Places = @('+a'); Foreign = '' }
    'rm' = @{ Name = 'delete'; Blocks = @(12, 7, 2); Places = @('+a'); Foreign = '' }
    'start' = @{ Name = 'start'; Blocks = @(13, 7, 2); Places = @('+a'); Foreign = '' }
    'stop' = @{ Name = 'stop'; Blocks = @(14, 7, 2); Places = @('+a'); Foreign = '' }
    'reboot' = @{ Name = 'reboot'; Blocks = @(15, 7, 2); Places = @('+a'); Foreign = '' }
    'restart' = @{ Name = 'reboot'; Blocks = @(15, 7, 2); Places = @('+a'); Foreign = '' }
    'suspend' = @{ Name = 'suspend'; Blocks = @(16, 7, 2); Places = @('+a'); Foreign = '' }
    'recover' = @{ Name = 'recover'; Blocks = @(16, 7, 2); Places = @('+a'); Foreign = '' }
    'purge' = @{ Name = 'purge'; Blocks = @(16, 7, 2); Places = @('+a'); Foreign = '' }
    'wait' = @{ Name = 'wait'; Blocks = @(17, 18, 2); Places = @('+a'); Foreign = '' }
    'resize' = @{ Name = 'resize'; Blocks = @(19, 7, 2); Places = @('+a'); Foreign = '' }
    'clone' = @{ Name = 'clone'; Blocks = @(20, 7, 21); Places = @('+a'); Foreign = '' }
    'migrate' = @{ Name = 'migrate'; Blocks = @(22, 7, 2); Places = @('+a'); Foreign = '' }
    'drain' = @{ Name = 'drain'; Blocks = @(23, 7, 2); Places = @('+a'); Foreign = '' }
    'tag' = @{ Name = 'tag'; Blocks = @(24, 7, 2); Places = @('+a'); Foreign = '' }
    'firewall' = @{ Name = 'firewall'; Blocks = @(25, 7, 2); Places = @('+a'); Foreign = '' }
    'network' = @{ Name = 'network'; Blocks = @(26, 7, 2); Places = @('+a'); Foreign = '' }
    'ssh-key' = @{ Name = 'ssh-key'; Blocks = @(27, 7, 2); Places = @('+a'); Foreign = '' }
    'reset-password' = @{ Name = 'reset-password'; Blocks = @(28, 7, 2); Places = @('+a'); Foreign = '' }
    'iso' = @{ Name = 'iso'; Blocks = @(29, 7, 0); Places = @('+a'); Foreign = '' }
    'upgrade' = @{ Name = 'upgrade'; Blocks = @(30, 7, 0); Places = @('+a'); Foreign = '' }
    'backup' = @{ Name = 'backup'; Blocks = @(31, 7, 2); Places = @('+a'); Foreign = '' }
    'restore' = @{ Name = 'restore'; Blocks = @(32, 10, 2); Places = @('a', 'a'); Foreign = '' }
    'image' = @{ Name = 'image'; Blocks = @(33, 7, 2); Places = @('+a'); Foreign = '' }
    'ssh' = @{ Name = 'ssh'; Blocks = @(34, 35, 0); Places = @('a'); Foreign = 'passes' }
    'exec' = @{ Name = 'exec'; Blocks = @(36, 37, 2); Places = @('+a'); Foreign = 'rest' }
    'cp' = @{ Name = 'cp'; Blocks = @(38, 37, 2); Places = @('+p'); Foreign = '' }
    'console' = @{ Name = 'console'; Blocks = @(39, 0); Places = @('a'); Foreign = '' }
    'ssh-config' = @{ Name = 'ssh-config'; Blocks = @(40, 0); Places = @(); Foreign = '' }
    'inventory' = @{ Name = 'inventory'; Blocks = @(41, 0); Places = @(); Foreign = '' }
    'catalog' = @{ Name = 'catalog'; Blocks = @(0); Places = @('=regions sizes images isos networks firewalls ssh-keys disk-offerings affinity-groups volumes public-ips services environments zones hubs servers containers groups clouds types layouts plans quota'); Foreign = '' }
    'profile add' = @{ Name = 'profile add'; Blocks = @(42, 0); Places = @('t'); Foreign = '' }
    'profile list' = @{ Name = 'profile list'; Blocks = @(0); Places = @(); Foreign = '' }
    'profile get' = @{ Name = 'profile get'; Blocks = @(0); Places = @('a'); Foreign = '' }
    'profile use' = @{ Name = 'profile use'; Blocks = @(43, 0); Places = @('a'); Foreign = '' }
    'profile set' = @{ Name = 'profile set'; Blocks = @(44, 0); Places = @('a', '+=endpoint= region= service= environment= org= hub= container= group= cloud= username= client-id= ca-file= insecure= ssh-user= jump= proxy= readOnly= protect= maxTargets= confirm= output= columns= sort= color= timeout= concurrency= insecure=true readOnly=true confirm=typed'); Foreign = '' }
    'profile unguard' = @{ Name = 'profile unguard'; Blocks = @(45, 0); Places = @('a', '=readOnly protect maxTargets confirm'); Foreign = '' }
    'profile rename' = @{ Name = 'profile rename'; Blocks = @(0); Places = @('a', 't'); Foreign = '' }
    'profile remove' = @{ Name = 'profile remove'; Blocks = @(45, 0); Places = @('a'); Foreign = '' }
    'profile test' = @{ Name = 'profile test'; Blocks = @(46, 0); Places = @('+a'); Foreign = '' }
    'profile import' = @{ Name = 'profile import'; Blocks = @(47, 35, 0); Places = @(); Foreign = '' }
    'providers' = @{ Name = 'providers'; Blocks = @(0); Places = @(); Foreign = '' }
    'doctor' = @{ Name = 'doctor'; Blocks = @(48, 0); Places = @(); Foreign = '' }
    'completion' = @{ Name = 'completion'; Blocks = @(0); Places = @('=bash zsh fish powershell'); Foreign = '' }
    'completion install' = @{ Name = 'completion install'; Blocks = @(35, 0); Places = @('=bash zsh fish powershell'); Foreign = '' }
    'completion uninstall' = @{ Name = 'completion uninstall'; Blocks = @(35, 0); Places = @('=bash zsh fish powershell'); Foreign = '' }
    'sandbox serve' = @{ Name = 'sandbox serve'; Blocks = @(49, 0); Places = @(); Foreign = '' }
    'sandbox reset' = @{ Name = 'sandbox reset'; Blocks = @(0); Places = @(); Foreign = '' }
    'sandbox status' = @{ Name = 'sandbox status'; Blocks = @(0); Places = @(); Foreign = '' }
    'demo' = @{ Name = 'demo'; Blocks = @(0); Places = @(); Foreign = '' }
    'api' = @{ Name = 'api'; Blocks = @(50, 51, 0); Places = @('=GET POST PUT PATCH DELETE HEAD', 't'); Foreign = '' }
    'schema' = @{ Name = 'schema'; Blocks = @(52, 0); Places = @('+t'); Foreign = '' }
    'op list' = @{ Name = 'op list'; Blocks = @(53, 2); Places = @(); Foreign = '' }
    'op get' = @{ Name = 'op get'; Blocks = @(0); Places = @('a'); Foreign = '' }
    'op resume' = @{ Name = 'op resume'; Blocks = @(54, 55, 0); Places = @('+a'); Foreign = '' }
    'explain' = @{ Name = 'explain'; Blocks = @(0); Places = @('=internal unknown_command unknown_option missing_argument excess_argument invalid_value conflicting_options unknown_column invalid_query invalid_filter option_not_available profile_required selection_required no_profile unknown_profile broken_configuration newer_configuration configuration_not_written incomplete_profile secret_unavailable credential_refused not_allowed instance_not_found resource_not_found ambiguous_reference ambiguous_resource wrong_state name_taken differs provider_conflict guarded too_many_targets not_supported declined confirmation_required provider_refused quota_exceeded operation_failed half_done unexpected_answer not_reachable host_key_changed host_key_unknown login_refused machine_unreachable program_missing command_failed timed_out held some_failed rate_limited unreachable tls_refused no_answer provider_unavailable answer_lost not_sent interrupted terminated internal usage config auth not_found ambiguous conflict unsupported cancelled failed timeout partial rate_limited unavailable interrupted terminated'); Foreign = '' }
    'help' = @{ Name = 'help'; Blocks = @(0); Places = @('=list get stats volumes containers env security-groups backups create update delete start stop reboot suspend recover purge wait resize clone migrate drain tag firewall network ssh-key reset-password iso upgrade backup restore image ssh exec cp console ssh-config inventory catalog profile providers doctor completion sandbox demo api schema op explain'); Foreign = '' }
}
$script:NubeFamilies = @{
    'profile' = @('add|connect an account', 'list|show the profiles', 'get|show one profile, without its secrets', 'use|make a profile the default', 'set|change a profile: settings, defaults, guards', 'unguard|take a guard of a profile away', 'rename|call a profile something else', 'remove|forget a profile and its credential', 'test|check the credentials of profiles', 'import|make profiles of what other tools have left')
    'completion' = @('install|set completion up for a shell', 'uninstall|take away what completion install has set up')
    'sandbox' = @('serve|run the emulators until interrupted', 'reset|put the sandbox back to its beginning', 'status|show where the sandbox keeps its state, and how many instances it has')
    'op' = @('list|show what nube has sent and what is still going on', 'get|show everything that is written down of one change', 'resume|wait again for what is going on, and print what its verb would have')
}

# The option that a word is or begins with: its flag, its kind, and what of the word comes before the value.
function script:Find-NubeOption($Options, $Word, $Foreign, $Count) {
    if (-not $Word.StartsWith('--') -and $Foreign -eq 'passes' -and $Count -gt 0) { return $null }
    foreach ($line in $Options) {
        $fields = $line.Split([char[]]'|', 5)
        if ($Word.StartsWith('--')) {
            $flag = $Word.Split([char[]]'=', 2)[0]
            if ($fields[0] -cne $flag) { continue }
            $attached = $Word.Contains('=')
            $lead = if ($attached) { "$flag=" } else { '' }
        } else {
            if ($Word.Length -lt 2 -or $fields[1] -cne $Word.Substring(0, 2)) { continue }
            $attached = $Word.Length -gt 2
            $lead = if ($attached -and $Word[2] -eq '=') { $Word.Substring(0, 3) } else { $Word.Substring(0, 2) }
        }
        return @{ Flag = $fields[0]; Kind = $fields[2]; Attached = $attached; Lead = $lead }
    }
    return $null
}

# Lines of a word and a description, with a tab between.
function script:Get-NubeValue($Kind, $Lead, $Current, $Before) {
    $value = $Current.Substring($Lead.Length)
    $kept = ''
    if ($Kind.StartsWith(',')) {
        $Kind = $Kind.Substring(1)
        $at = $value.LastIndexOf(',')
        $kept = $value.Substring(0, $at + 1)
        $value = $value.Substring($at + 1)
    }
    if ($Kind.StartsWith('=')) {
        foreach ($word in $Kind.Substring(1).Split(' ')) {
            if ($word.StartsWith('-') -and -not $value.StartsWith('-')) { continue }
            if ($word -match '=.' -and -not $value.Contains('=')) { continue }
            if ($kept.Split(',') -ccontains $word) { continue }
            "$Lead$kept$word`t"
        }
    } elseif ($Kind -ceq 'a' -or $Kind -ceq 'p') {
        # An empty last word would be lost on the way to a program before PowerShell 7.3.
        $last = if ($Current -eq '' -and $PSVersionTable.PSVersion -lt [version]'7.3') { '""' } else { $Current }
        & nube __complete '--' @Before $last 2>$null
    }
}

Register-ArgumentCompleter -Native -CommandName nube -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $current = "$wordToComplete" -replace '^[''"]', ''
    $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    $command = $null
    $options = $script:NubeOptions[$script:NubeCommon]
    $family = $null
    $pending = ''
    $ended = $false
    $given = @()
    $count = 0
    foreach ($word in $before) {
        if ($pending -ne '') {
            $pending = ''
            continue
        }
        if ($word -ceq '--' -and -not $ended) {
            if ($command -and $command.Foreign -ne '') { return }
            $ended = $true
            continue
        }
        if ($word -match '^-.' -and -not $ended) {
            $foreign = if ($command) { $command.Foreign } else { '' }
            $found = Find-NubeOption $options $word $foreign $count
            if ($null -eq $found) { continue }
            $given += $found.Flag
            if ($found.Kind -ne '' -and -not $found.Attached) { $pending = $found.Kind }
            continue
        }
        $called = if ($command -and $count -eq 0) { "$($command.Name) $word" } elseif ($family) { "$family $word" } else { $word }
        if ($command -and -not ($count -eq 0 -and $script:NubeCommands.ContainsKey($called))) {
            $count++
        } elseif ($script:NubeCommands.ContainsKey($called)) {
            $command = $script:NubeCommands[$called]
            $options = @($command.Blocks | ForEach-Object { $script:NubeOptions[$_] })
        } elseif (-not $family -and $script:NubeFamilies.ContainsKey($word)) {
            $family = $word
        } else {
            return
        }
    }
    $foreign = if ($command) { $command.Foreign } else { '' }
    $lines = @()
    $option = if ($current.StartsWith('-') -and -not $ended) { Find-NubeOption $options $current $foreign $count } else { $null }
    if ($foreign -eq 'passes' -and $count -gt 1) {
        return
    } elseif ($pending -ne '') {
        $lines = Get-NubeValue $pending '' $current $before
    } elseif ($option -and $option.Kind -ne '' -and $option.Attached) {
        $lines = Get-NubeValue $option.Kind $option.Lead $current $before
    } elseif ($current.StartsWith('-') -and -not $ended) {
        $lines = foreach ($line in $options) {
            $fields = $line.Split([char[]]'|', 5)
            if ($fields[3] -eq '+' -or $given -cnotcontains $fields[0]) { "$($fields[0])`t$($fields[4])" }
        }
    } elseif (-not $command) {
        $firsts = if ($family) { $script:NubeFamilies[$family] } else { $script:NubeFirsts }
        $lines = $firsts | ForEach-Object { $_ -replace '^([^|]*)\|', "`$1`t" }
    } else {
        $places = $command.Places
        $kind = if ($count -lt $places.Count) { $places[$count] } elseif ($places.Count -gt 0 -and $places[-1].StartsWith('+')) { $places[-1] } else { '' }
        if ($foreign -eq 'passes' -and $count -gt 0) { $kind = '' }
        if ($count -eq 0 -and $script:NubeFamilies.ContainsKey($command.Name)) {
            $lines = @($script:NubeFamilies[$command.Name] | ForEach-Object { $_ -replace '^([^|]*)\|', "`$1`t" })
        }
        $lines = @($lines) + @(Get-NubeValue $kind.TrimStart('+') '' $current $before)
    }
    foreach ($line in $lines) {
        if (-not $line) { continue }
        $word, $note = $line.Split([char[]]"`t", 2)
        if (-not $word.StartsWith($current, [StringComparison]::Ordinal)) { continue }
        if (-not $note) { $note = $word }
        $text = if ($word -match '^[A-Za-z0-9_=:./-]+$') { $word } else { "'" + $word.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $word, 'ParameterValue', $note)
    }
}
