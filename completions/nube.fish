# Completion of nube for fish: commands, options and fixed values stand here, nube is asked for the rest.
# Printed by: nube completion fish

set -g __nube_options_0 '--profile|-p|,a|+|profiles to use; all means every one' '--output|-o|=table wide json yaml ndjson csv tsv id ref||how to print: table, wide, json, yaml, ndjson, csv, tsv, id, ref' '--columns||,t|+|columns of a table, csv or tsv' '--sort||t||sort by a column; -COLUMN reverses' '--no-headers||||leave the header line out' '--query||t||print a part of the JSON' '--quiet|-q|||print no progress and no notes' '--color||=auto always never||when to colour' '--debug||||show every request, secrets hidden' '--step-output||||also write the result where the CI system takes it for further steps' '--sandbox||||use the built-in emulator instead of real accounts' '--connect-timeout||t||longest time to connect (10s)' '--request-timeout||t||longest time for one answer (30s)' '--region||a||region or zone, over the profile’s' '--service||a||service connection' '--environment||a||environment' '--org||t||organization' '--hub||a||hub' '--container||a||container' '--group||a||group' '--cloud||a||cloud' '--help|-h|||show help'
set -g __nube_options_1 '--watch||||keep looking: redraw on a terminal, print changed rows elsewhere' '--until||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|with --watch: end once this holds, as state=running' '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|show only these: state=running, name~^web-, memory>=2GiB …' '--all-states||||also those that are deleted but recoverable' '--limit||t||print at most this many, after filter and sort' '--page-size||t||ask the provider for so many at a time' '--concurrency||t||pages at once, per provider (8)' '--raw||||print the provider’s own objects, secrets masked (with -o json)' '--updated-since||t||only those changed since' '--server||t||only those on a server' '--kind||=container vm||only containers’ instances or virtual machines' '--search||t||let the provider search' '--include||,t|+|have related objects included, with --raw' '--columns||,=profile provider name id hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt|+|columns of a table, csv or tsv' '--sort||=profile provider name id hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt -profile -provider -name -id -hostname -state -providerState -region -group -size -image -cpus -memoryMiB -diskGiB -publicAddresses -privateAddresses -tags -createdAt -updatedAt||sort by a column; -COLUMN reverses'
set -g __nube_options_2 '--profile|-p|,a|+|profiles to use; all means every one' '--output|-o|=table wide json yaml ndjson csv tsv id ref||how to print: table, wide, json, yaml, ndjson, csv, tsv, id, ref' '--no-headers||||leave the header line out' '--query||t||print a part of the JSON' '--quiet|-q|||print no progress and no notes' '--color||=auto always never||when to colour' '--debug||||show every request, secrets hidden' '--step-output||||also write the result where the CI system takes it for further steps' '--sandbox||||use the built-in emulator instead of real accounts' '--connect-timeout||t||longest time to connect (10s)' '--request-timeout||t||longest time for one answer (30s)' '--region||a||region or zone, over the profile’s' '--service||a||service connection' '--environment||a||environment' '--org||t||organization' '--hub||a||hub' '--container||a||container' '--group||a||group' '--cloud||a||cloud' '--help|-h|||show help'
set -g __nube_options_3 '--watch||||keep looking: redraw on a terminal, print changed rows elsewhere' '--until||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|with --watch: end once this holds, as state=running' '--raw||||the provider’s own answer, secrets masked' '--show-secrets||||show the initial password and the user data'
set -g __nube_options_4 '--since||t||from when' '--until||t||to when' '--follow||||go on with live figures'
set -g __nube_options_5 '--show-secrets||||show masked values'
set -g __nube_options_6 '--set||,t|+|replace the security groups' '--clear||||take all security groups away'
set -g __nube_options_7 '--yes|-y|||answer the question with yes' '--dry-run||||print the requests as curl lines and send none' '--no-wait||||return once the provider has accepted' '--timeout||t||longest time to wait for the end' '--concurrency||t||how many at once, waiting included, per provider (8 requests)' '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|choose instances: state=running, name~^web-, age>30d …' '--all||||all instances of -p or --filter' '--max||t||refuse more than this many'
set -g __nube_options_8 '--delete||a||delete this backup, by name or id' '--columns||,=profile provider instanceId id name kind state sizeGiB createdAt|+|columns of a table, csv or tsv' '--sort||=profile provider instanceId id name kind state sizeGiB createdAt -profile -provider -instanceId -id -name -kind -state -sizeGiB -createdAt||sort by a column; -COLUMN reverses'
set -g __nube_options_9 '--size||a||how large' '--image||a||what to install' '--network||a||the network to join' '--tag||,t|+|tags (morpheus: k=v is a tag, k a label)' '--ssh-key||a||a key the provider knows' '--public-key||t||a public key, or @FILE' '--firewall||a||the firewall' '--public-ip||=create none||whether to have a public address' '--reverse-dns||t||reverse DNS name' '--user||t||the first user' '--cpus||t||processors, for custom sizes' '--memory||t||memory, for custom sizes' '--disk-offering||a||an extra disk' '--disk-size||t||size of the extra disk' '--disk-iops||t||speed of the extra disk' '--root-size||t||size of the root disk' '--attach-volume||a||a volume to attach' '--forward-port||,t|+|ports to forward' '--affinity-group||a||affinity group' '--private-address||t||private address' '--server||a|+|on which server, how many' '--scale||t||the container’s new total' '--kind||=container vm||which kind of instance' '--type||a||instance type' '--layout||a||layout' '--plan||a||plan, the same as --size' '--volume||,t|+|a volume' '--config||t|+|a setting of the type' '--label||,t|+|labels' '--env||t|+|an environment variable' '--copies||t||copies inside one instance' '--description||t||description' '--count||t||how many: NAME-1 to NAME-N' '--user-data||f||a script or cloud-init file, or - for standard input' '--from-file||f||YAML or JSON: one instance or a list of them' '--if-not-exists||||do nothing when the name exists, and say whether it differs' '--show-secrets||||print the initial password' '--columns||,=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password|+|columns of a table, csv or tsv' '--sort||=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password -profile -name -id -status -provider -hostname -state -providerState -region -group -size -image -cpus -memoryMiB -diskGiB -publicAddresses -privateAddresses -tags -createdAt -updatedAt -action -operation -error -password||sort by a column; -COLUMN reverses'
set -g __nube_options_10 '--yes|-y|||answer the question with yes' '--dry-run||||print the requests as curl lines and send none' '--no-wait||||return once the provider has accepted' '--timeout||t||longest time to wait for the end' '--concurrency||t||how many at once, waiting included, per provider (8 requests)' '--max||t||refuse more than this many'
set -g __nube_options_11 '--name||t||the new name' '--hostname||t||the new host name' '--description||t||the new description or notes; empty clears' '--reverse-dns||t||the new reverse DNS name' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_12 '--purge||||at once, with nothing left to recover' '--delete-snapshots||||delete its snapshots as well' '--release-ip||,t|+|give public addresses back; all for every one' '--delete-volume||,a|+|delete data volumes as well; all for every one' '--preserve-volumes||||keep its volumes' '--keep-backups||||keep its backups' '--keep-ips||||keep its floating addresses' '--force||||delete even where the provider would hesitate' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_13 '--whole-container||||go on although every instance of the container is touched' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_14 '--force||||pull the plug instead of shutting down' '--whole-container||||go on although every instance of the container is touched' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_15 '--soft||||ask the operating system to restart' '--hard||||cut the power and start again (the default)' '--whole-container||||go on although every instance of the container is touched' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_16 '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_17 '--for||=pending running updating stopping stopped suspended migrating error deleting deleted unknown ssh port:||a state, ssh, or port:N; running unless said' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_18 '--timeout||t||longest time to wait for the end' '--concurrency||t||how many at once, waiting included, per provider (8 requests)' '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|choose instances: state=running, name~^web-, age>30d …' '--all||||all instances of -p or --filter'
set -g __nube_options_19 '--size||a||the new size' '--cpus||t||processors, where the size leaves them open' '--memory||t||memory, where the size leaves it open' '--plan||a||the new plan' '--volume||,t|+|grow a volume to a size, or by +N' '--add-volume||,t|+|add a volume' '--remove-volume||,t|+|remove a volume and its data' '--delete-original-volumes||||delete the volumes that the resize replaces' '--whole-container||||go on although every instance of the container is touched' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_20 '--name||t||the name of the new instance' '--shape-only||||the same shape, without the data: all that some providers can do' '--group||a||the group the copy goes to' '--columns||,=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password|+|columns of a table, csv or tsv' '--sort||=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password -profile -name -id -status -provider -hostname -state -providerState -region -group -size -image -cpus -memoryMiB -diskGiB -publicAddresses -privateAddresses -tags -createdAt -updatedAt -action -operation -error -password||sort by a column; -COLUMN reverses'
set -g __nube_options_21 '--profile|-p|,a|+|profiles to use; all means every one' '--output|-o|=table wide json yaml ndjson csv tsv id ref||how to print: table, wide, json, yaml, ndjson, csv, tsv, id, ref' '--no-headers||||leave the header line out' '--query||t||print a part of the JSON' '--quiet|-q|||print no progress and no notes' '--color||=auto always never||when to colour' '--debug||||show every request, secrets hidden' '--step-output||||also write the result where the CI system takes it for further steps' '--sandbox||||use the built-in emulator instead of real accounts' '--connect-timeout||t||longest time to connect (10s)' '--request-timeout||t||longest time for one answer (30s)' '--region||a||region or zone, over the profile’s' '--service||a||service connection' '--environment||a||environment' '--org||t||organization' '--hub||a||hub' '--container||a||container' '--cloud||a||cloud' '--help|-h|||show help'
set -g __nube_options_22 '--to||a||the server to move to' '--copy-volumes||||take the volumes along, or leave them' '--no-copy-volumes||||the opposite' '--revert||||undo the last migration' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_23 '--off||||put them back' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_24 '--set||,t|+|replace all tags' '--add||,t|+|add tags' '--remove||,a|+|remove tags' '--clear||||remove all tags' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_25 '--set||a||the firewall to use' '--default||||the default firewall of its network' '--on||||switch the firewall on' '--off||||switch the firewall off' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_26 '--to||a||the network to move to' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_27 '--set||a||the key to use' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_28 '--show-secrets||||print the new password' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_29 '--attach||a||the ISO image to attach' '--detach||||take the attached ISO image out'
set -g __nube_options_30 '--to||a||the id or code of what is offered'
set -g __nube_options_31 '--name||t||the name of the backup' '--snapshot||||a snapshot instead of a backup' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_32 '--as||t||make a new instance of it instead of overwriting (civo)' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_33 '--storage||t||where to keep it' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_34 '--user||t||log in as this user' '--jump||t||go there by way of this host: [USER@]HOST[:PORT]' '--private||||use the private address, from a network that leads there' '--port||t||connect to this port' '--identity||f||log in with this key' '--wait||||wait until it runs and SSH answers' '--strict||||refuse a host key that is not known yet' '--print||||print the ssh command instead of running it' '--expire||||revoke the one-time passwords that were handed out (cycle)'
set -g __nube_options_35 '--yes|-y|||answer the question with yes' '--dry-run||||print the requests as curl lines and send none'
set -g __nube_options_36 '--user||t||log in as this user' '--jump||t||go there by way of this host: [USER@]HOST[:PORT]' '--private||||use the private address, from a network that leads there' '--script||f||run this local script with sh; - is standard input' '--canary||||run on the first alone, and on the others only if that succeeded' '--stop-after||t||start no more once so many have failed' '--columns||,=profile provider name id status exitCode stdout stderr error|+|columns of a table, csv or tsv' '--sort||=profile provider name id status exitCode stdout stderr error -profile -provider -name -id -status -exitCode -stdout -stderr -error||sort by a column; -COLUMN reverses'
set -g __nube_options_37 '--yes|-y|||answer the question with yes' '--dry-run||||print the requests as curl lines and send none' '--timeout||t||longest time to wait for the end' '--concurrency||t||how many at once, waiting included, per provider (8 requests)' '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|choose instances: state=running, name~^web-, age>30d …' '--all||||all instances of -p or --filter' '--max||t||refuse more than this many'
set -g __nube_options_38 '--user||t||log in as this user' '--jump||t||go there by way of this host: [USER@]HOST[:PORT]' '--private||||use the private address, from a network that leads there' '--recursive|-r|||copy directories with all that is in them' '--columns||,=profile provider name id action status state operation error password result|+|columns of a table, csv or tsv' '--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result||sort by a column; -COLUMN reverses'
set -g __nube_options_39 '--open||||open the link in the browser' '--show-secrets||||print a link with the token inside'
set -g __nube_options_40 '--print||||print the configuration and write nothing' '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|only these: state=running, tag=web …'
set -g __nube_options_41 '--list||||the whole inventory (unless said otherwise)' '--host||t||only the variables of one host' '--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+|only these: state=running, tag=web …'
set -g __nube_options_42 '--provider||=civo cloudca coxedge cloudmc cycle morpheus||which kind of cloud; nube providers lists them' '--endpoint||t||the API’s base URL, where it is not the usual one' '--username||t||user name, where a password stands for a token (morpheus)' '--client-id||t||client id of the sign-in (morpheus)' '--ca-file||f||certificate authority to trust beside the usual ones' '--insecure||||do not verify the server’s certificate; warns each time' '--ssh-user||t||the user for ssh' '--jump||t||the jump host for ssh' '--proxy||t||the proxy for this profile' '--token||t||the token itself (it stays in the shell’s history)' '--token-stdin||||read the token from standard input' '--token-env||t||read the token from this variable, each time' '--token-file||f||read the token from this file, each time' '--token-keychain||||keep the token in the system’s keychain (asked for, or with --token-stdin)' '--token-command||t||run this JSON list of words for the token, each time' '--password-stdin||||read the password from standard input' '--password-env||t||read the password from this variable, each time' '--password-command||t||run this JSON list of words for the password, each time' '--password-file||f||read the password from this file, each time' '--no-verify||||keep it without checking'
set -g __nube_options_43 '--none||||take the default away: all profiles are used again'
set -g __nube_options_44 '--global||||defaults whatever profile is used; those of a profile win'
set -g __nube_options_45 '--yes|-y|||answer the question with yes'
set -g __nube_options_46 '--all||||check every profile'
set -g __nube_options_47 '--from||=civo morpheus terraform variables||look only there' '--file||f||read this file: of a CLI, or Terraform’s with a provider in it' '--keychain||||keep copied tokens in the system’s keychain, not in the configuration file' '--no-verify||||keep them without checking'
set -g __nube_options_48 '--offline||||ask no provider'
set -g __nube_options_49 '--port||t||the first port (N, N+1, …); 0 takes any free ones' '--latency||t||wait so long before each answer' '--fault||=429 500 html truncated reset drop-after-commit task-failure||fail on purpose: 429, 500, html, truncated, reset, drop-after-commit, task-failure …' '--seed||t||the same run twice' '--instances||t||how many instances each provider has' '--speed||t||let the emulators’ clock run N times faster'
set -g __nube_options_50 '--data||f||the body: text, @FILE, or - for standard input' '--field||t|+|a field of a JSON body, or of the query of a GET' '--header||t|+|a further header'
set -g __nube_options_51 '--dry-run||||print the requests as curl lines and send none'
set -g __nube_options_52 '--row||||the schema of one row: what -o ndjson prints a line'
set -g __nube_options_53 '--all||||those that have ended, too' '--columns||,=id profile provider name instanceId action status attended operation startedAt updatedAt error command|+|columns of a table, csv or tsv' '--sort||=id profile provider name instanceId action status attended operation startedAt updatedAt error command -id -profile -provider -name -instanceId -action -status -attended -operation -startedAt -updatedAt -error -command||sort by a column; -COLUMN reverses'
set -g __nube_options_54 '--show-secrets||||print a new password'
set -g __nube_options_55 '--timeout||t||longest time to wait for the end' '--concurrency||t||how many at once, waiting included, per provider (8 requests)'
set -g __nube_common $__nube_options_0
set -g __nube_firsts 'list	show the instances of all profiles' 'ls	show the instances of all profiles' 'get	show everything about one instance' 'show	show everything about one instance' 'stats	show what instances use: processor, memory, disk, network' 'volumes	show the volumes of instances' 'containers	show the containers of instances' 'env	show the environment variables of instances' 'security-groups	show or set the security groups of instances' 'backups	show the backups of instances, or delete one' 'create	make new instances' 'update	change name, host name or description' 'delete	delete instances' 'rm	delete instances' 'start	start stopped instances' 'stop	stop running instances' 'reboot	restart instances' 'restart	restart instances' 'suspend	suspend running instances' 'recover	bring deleted instances back' 'purge	remove deleted instances for good' 'wait	wait until instances are in a state, or reachable' 'resize	give instances another size' 'clone	make another instance like this one' 'migrate	move instances to another server' 'drain	take instances out of the traffic' 'tag	change the tags of instances' 'firewall	choose a firewall, or switch it' 'network	move instances to another network' 'ssh-key	give instances another SSH key' 'reset-password	give instances a new password, shown once' 'iso	attach or detach an ISO image, or show what can be attached' 'upgrade	show what instances can be upgraded to, or run one of it' 'backup	back instances up now' 'restore	bring an instance back to a backup' 'image	make an image of an instance' 'ssh	log in to an instance, or run a command there, with OpenSSH' 'exec	run a command on instances, with OpenSSH' 'cp	copy files to instances or from one, with OpenSSH’s scp' 'console	show the console of an instance, or the link to it' 'ssh-config	write a configuration that lets ssh, scp and rsync know instances by name' 'inventory	print all instances as a dynamic inventory of Ansible' 'catalog	show what a create can choose from, live' 'profile	add, list, get, use, set, unguard, rename, remove, test, import' 'providers	show what each provider can do' 'doctor	look for what is wrong with the set-up' 'completion	print the completion script of a shell' 'sandbox	serve, reset, status' 'demo	take a two-minute tour on the sandbox' 'api	send one authenticated request as it stands' 'schema	print the JSON Schema of what a command prints with -o json' 'op	list, get, resume' 'explain	tell what an error means and what to do about it' 'help	show what a command takes'

function __nube_of --no-scope-shadowing
    switch $argv[1]
        case 'list' 'ls'
            set name 'list'
            set options $__nube_options_1 $__nube_options_2
            set places 
            set foreign ''
        case 'get' 'show'
            set name 'get'
            set options $__nube_options_3 $__nube_options_0
            set places 'a'
            set foreign ''
        case 'stats'
            set name 'stats'
            set options $__nube_options_4 $__nube_options_0
            set places '+a'
            set foreign ''
        case 'volumes'
            set name 'volumes'
            set options $__nube_options_0
            set places '+a'
            set foreign ''
        case 'containers'
            set name 'containers'
            set options $__nube_options_0
            set places '+a'
            set foreign ''
        case 'env'
            set name 'env'
            set options $__nube_options_5 $__nube_options_0
            set places '+a'
            set foreign ''
        case 'security-groups'
            set name 'security-groups'
            set options $__nube_options_6 $__nube_options_7 $__nube_options_0
            set places '+a'
            set foreign ''
        case 'backups'
            set name 'backups'
            set options $__nube_options_8 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'create'
            set name 'create'
            set options $__nube_options_9 $__nube_options_10 $__nube_options_2
            set places 't'
            set foreign ''
        case 'update'
            set name 'update'
            set options $__nube_options_11 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'delete' 'rm'
            set name 'delete'
            set options $__nube_options_12 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'start'
            set name 'start'
            set options $__nube_options_13 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'stop'
            set name 'stop'
            set options $__nube_options_14 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'reboot' 'restart'
            set name 'reboot'
            set options $__nube_options_15 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'suspend'
            set name 'suspend'
            set options $__nube_options_16 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'recover'
            set name 'recover'
            set options $__nube_options_16 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'purge'
            set name 'purge'
            set options $__nube_options_16 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'wait'
            set name 'wait'
            set options $__nube_options_17 $__nube_options_18 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'resize'
            set name 'resize'
            set options $__nube_options_19 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'clone'
            set name 'clone'
            set options $__nube_options_20 $__nube_options_7 $__nube_options_21
            set places '+a'
            set foreign ''
        case 'migrate'
            set name 'migrate'
            set options $__nube_options_22 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'drain'
            set name 'drain'
            set options $__nube_options_23 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'tag'
            set name 'tag'
            set options $__nube_options_24 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'firewall'
            set name 'firewall'
            set options $__nube_options_25 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'network'
            set name 'network'
            set options $__nube_options_26 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'ssh-key'
            set name 'ssh-key'
            set options $__nube_options_27 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'reset-password'
            set name 'reset-password'
            set options $__nube_options_28 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'iso'
            set name 'iso'
            set options $__nube_options_29 $__nube_options_7 $__nube_options_0
            set places '+a'
            set foreign ''
        case 'upgrade'
            set name 'upgrade'
            set options $__nube_options_30 $__nube_options_7 $__nube_options_0
            set places '+a'
            set foreign ''
        case 'backup'
            set name 'backup'
            set options $__nube_options_31 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'restore'
            set name 'restore'
            set options $__nube_options_32 $__nube_options_10 $__nube_options_2
            set places 'a' 'a'
            set foreign ''
        case 'image'
            set name 'image'
            set options $__nube_options_33 $__nube_options_7 $__nube_options_2
            set places '+a'
            set foreign ''
        case 'ssh'
            set name 'ssh'
            set options $__nube_options_34 $__nube_options_35 $__nube_options_0
            set places 'a'
            set foreign 'passes'
        case 'exec'
            set name 'exec'
            set options $__nube_options_36 $__nube_options_37 $__nube_options_2
            set places '+a'
            set foreign 'rest'
        case 'cp'
            set name 'cp'
            set options $__nube_options_38 $__nube_options_37 $__nube_options_2
            set places '+p'
            set foreign ''
        case 'console'
            set name 'console'
            set options $__nube_options_39 $__nube_options_0
            set places 'a'
            set foreign ''
        case 'ssh-config'
            set name 'ssh-config'
            set options $__nube_options_40 $__nube_options_0
            set places 
            set foreign ''
        case 'inventory'
            set name 'inventory'
            set options $__nube_options_41 $__nube_options_0
            set places 
            set foreign ''
        case 'catalog'
            set name 'catalog'
            set options $__nube_options_0
            set places '=regions sizes images isos networks firewalls ssh-keys disk-offerings affinity-groups volumes public-ips services environments zones hubs servers containers groups clouds types layouts plans quota'
            set foreign ''
        case 'profile add'
            set name 'profile add'
            set options $__nube_options_42 $__nube_options_0
            set places 't'
            set foreign ''
        case 'profile list'
            set name 'profile list'
            set options $__nube_options_0
            set places 
            set foreign ''
        case 'profile get'
            set name 'profile get'
            set options $__nube_options_0
            set places 'a'
            set foreign ''
        case 'profile use'
            set name 'profile use'
            set options $__nube_options_43 $__nube_options_0
            set places 'a'
            set foreign ''
        case 'profile set'
            set name 'profile set'
            set options $__nube_options_44 $__nube_options_0
            set places 'a' '+=endpoint= region= service= environment= org= hub= container= group= cloud= username= client-id= ca-file= insecure= ssh-user= jump= proxy= readOnly= protect= maxTargets= confirm= output= columns= sort= color= timeout= concurrency= insecure=true readOnly=true confirm=typed'
            set foreign ''
        case 'profile unguard'
            set name 'profile unguard'
            set options $__nube_options_45 $__nube_options_0
            set places 'a' '=readOnly protect maxTargets confirm'
            set foreign ''
        case 'profile rename'
            set name 'profile rename'
            set options $__nube_options_0
            set places 'a' 't'
            set foreign ''
        case 'profile remove'
            set name 'profile remove'
            set options $__nube_options_45 $__nube_options_0
            set places 'a'
            set foreign ''
        case 'profile test'
            set name 'profile test'
            set options $__nube_options_46 $__nube_options_0
            set places '+a'
            set foreign ''
        case 'profile import'
            set name 'profile import'
            set options $__nube_options_47 $__nube_options_35 $__nube_options_0
            set places 
            set foreign ''
        case 'providers'
            set name 'providers'
            set options $__nube_options_0
            set places 
            set foreign ''
        case 'doctor'
            set name 'doctor'
            set options $__nube_options_48 $__nube_options_0
            set places 
            set foreign ''
        case 'completion'
            set name 'completion'
            set options $__nube_options_0
            set places '=bash zsh fish powershell'
            set foreign ''
        case 'completion install'
            set name 'completion install'
            set options $__nube_options_35 $__nube_options_0
            set places '=bash zsh fish powershell'
            set foreign ''
        case 'completion uninstall'
            set name 'completion uninstall'
            set options $__nube_options_35 $__nube_options_0
            set places '=bash zsh fish powershell'
            set foreign ''
        case 'sandbox serve'
            set name 'sandbox serve'
            set options $__nube_options_49 $__nube_options_0
            set places 
            set foreign ''
        case 'sandbox reset'
            set name 'sandbox reset'
            set options $__nube_options_0
            set places 
            set foreign ''
        case 'sandbox status'
            set name 'sandbox status'
            set options $__nube_options_0
            set places 
            set foreign ''
        case 'demo'
            set name 'demo'
            set options $__nube_options_0
            set places 
            set foreign ''
        case 'api'
            set name 'api'
            set options $__nube_options_50 $__nube_options_51 $__nube_options_0
            set places '=GET POST PUT PATCH DELETE HEAD' 't'
            set foreign ''
        case 'schema'
            set name 'schema'
            set options $__nube_options_52 $__nube_options_0
            set places '+t'
            set foreign ''
        case 'op list'
            set name 'op list'
            set options $__nube_options_53 $__nube_options_2
            set places 
            set foreign ''
        case 'op get'
            set name 'op get'
            set options $__nube_options_0
            set places 'a'
            set foreign ''
        case 'op resume'
            set name 'op resume'
            set options $__nube_options_54 $__nube_options_55 $__nube_options_0
            set places '+a'
            set foreign ''
        case 'explain'
            set name 'explain'
            set options $__nube_options_0
            set places '=internal unknown_command unknown_option missing_argument excess_argument invalid_value conflicting_options unknown_column invalid_query invalid_filter option_not_available profile_required selection_required no_profile unknown_profile broken_configuration newer_configuration configuration_not_written incomplete_profile secret_unavailable credential_refused not_allowed instance_not_found resource_not_found ambiguous_reference ambiguous_resource wrong_state name_taken differs provider_conflict guarded too_many_targets not_supported declined confirmation_required provider_refused quota_exceeded operation_failed half_done unexpected_answer not_reachable host_key_changed host_key_unknown login_refused machine_unreachable program_missing command_failed timed_out held some_failed rate_limited unreachable tls_refused no_answer provider_unavailable answer_lost not_sent interrupted terminated internal usage config auth not_found ambiguous conflict unsupported cancelled failed timeout partial rate_limited unavailable interrupted terminated'
            set foreign ''
        case 'help'
            set name 'help'
            set options $__nube_options_0
            set places '=list get stats volumes containers env security-groups backups create update delete start stop reboot suspend recover purge wait resize clone migrate drain tag firewall network ssh-key reset-password iso upgrade backup restore image ssh exec cp console ssh-config inventory catalog profile providers doctor completion sandbox demo api schema op explain'
            set foreign ''
        case '*'
            return 1
    end
    return 0
end

function __nube_members --no-scope-shadowing
    switch $argv[1]
        case 'profile'
            set members 'add	connect an account' 'list	show the profiles' 'get	show one profile, without its secrets' 'use	make a profile the default' 'set	change a profile: settings, defaults, guards' 'unguard	take a guard of a profile away' 'rename	call a profile something else' 'remove	forget a profile and its credential' 'test	check the credentials of profiles' 'import	make profiles of what other tools have left'
        case 'completion'
            set members 'install	set completion up for a shell' 'uninstall	take away what completion install has set up'
        case 'sandbox'
            set members 'serve	run the emulators until interrupted' 'reset	put the sandbox back to its beginning' 'status	show where the sandbox keeps its state, and how many instances it has'
        case 'op'
            set members 'list	show what nube has sent and what is still going on' 'get	show everything that is written down of one change' 'resume	wait again for what is going on, and print what its verb would have'
        case '*'
            return 1
    end
    return 0
end

# Finds the option that a word is or begins with: its flag, its kind, and whether the value is in the word.
function __nube_option --no-scope-shadowing
    set flag ''
    set kind ''
    set attached ''
    set lead ''
    if string match -q -- '--*' $argv[1]
        set flag (string split -m 1 -f 1 -- = $argv[1])
        for line in $options
            set fields (string split -m 4 -- '|' $line)
            test "$fields[1]" = "$flag"; or continue
            set kind $fields[3]
            if string match -q -- '*=*' $argv[1]
                set attached 1
                set lead "$flag="
            end
            return 0
        end
    else
        test "$foreign" = passes; and test $count -gt 0; and return 1
        for line in $options
            set fields (string split -m 4 -- '|' $line)
            test "$fields[2]" = (string sub -l 2 -- $argv[1]); or continue
            set flag $fields[1]
            set kind $fields[3]
            set lead $fields[2]
            string match -q -- '-?=*' $argv[1]; and set lead "$lead="
            test (string length -- $argv[1]) -gt 2; and set attached 1
            return 0
        end
    end
    return 1
end

function __nube_files
    for file in (__fish_complete_path (string sub -s (math 1 + (string length -- "$argv[1]")) -- "$argv[2]"))
        echo -- "$argv[1]$file"
    end
end

function __nube_ask --no-scope-shadowing
    set -l program nube
    string match -q -- '*/*' $typed[1]; and set program $typed[1]
    command -q $program; or return
    command $program __complete -- $typed[2..-1] "$current" 2>/dev/null
end

# Words that can stand where a value of this kind does.
function __nube_value --no-scope-shadowing
    set -l kind "$argv[1]"
    set -l value (string sub -s (math 1 + (string length -- "$lead")) -- "$current")
    set -l kept ''
    if string match -q -- ',*' "$kind"
        set kind (string sub -s 2 -- "$kind")
        if string match -q -- '*,*' "$value"
            set kept (string replace -r -- '[^,]*$' '' "$value")
            set value (string replace -r -- '^.*,' '' "$value")
        end
    end
    switch "$kind"
        case '=*'
            for word in (string split -n ' ' -- (string sub -s 2 -- "$kind"))
                string match -q -- '-*' $word; and not string match -q -- '-*' "$value"; and continue
                string match -q -- '*=?*' $word; and not string match -q -- '*=*' "$value"; and continue
                contains -- $word (string split , -- "$kept"); and continue
                echo -- "$lead$kept$word"
            end
        case a
            __nube_ask
        case f
            __nube_files "$lead" "$current"
        case p
            __nube_ask
            __nube_files "$lead" "$current"
    end
end

function __nube_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    # A quote that is still open is closed, so that the word can be read.
    set -l plain (string unescape -- "$current" 2>/dev/null; or string unescape -- "$current'" 2>/dev/null; or string unescape -- "$current\"" 2>/dev/null)
    test (count $plain) -gt 0; and set current "$plain"
    set -l name ''
    set -l options $__nube_common
    set -l places
    set -l foreign ''
    set -l members
    set -l family ''
    set -l pending ''
    set -l ended ''
    set -l given
    set -l count 0
    set -l flag ''
    set -l kind ''
    set -l attached ''
    set -l lead ''
    set -l fields
    for word in $typed[2..-1]
        if test -n "$pending"
            set pending ''
        else if test "$word" = --; and test -z "$ended"
            if test -n "$foreign"
                __nube_files '' "$current"
                return
            end
            set ended 1
        else if string match -q -- '-?*' "$word"; and test -z "$ended"
            __nube_option "$word"; or continue
            set -a given $flag
            test -n "$kind"; and test -z "$attached"; and set pending $kind
        else if test -n "$name"
            test $count -eq 0; and __nube_of "$name $word"; and continue
            set count (math $count + 1)
        else if test -n "$family"
            __nube_of "$family $word"; or return
        else if not __nube_of "$word"
            __nube_members "$word"; or return
            set family $word
        end
    end
    set lead ''
    if test "$foreign" = passes; and test $count -gt 1
        __nube_files '' "$current"
    else if test -n "$pending"
        __nube_value "$pending"
    else if string match -q -- '-*' "$current"; and test -z "$ended"
        if __nube_option "$current"; and test -n "$kind"; and test -n "$attached"
            __nube_value "$kind"
        else
            for line in $options
                set fields (string split -m 4 -- '|' $line)
                test "$fields[4]" = +; or not contains -- $fields[1] $given; or continue
                printf '%s\t%s\n' $fields[1] $fields[5]
            end
        end
    else if test -z "$name"
        if test -n "$family"
            __nube_members "$family"
            printf '%s\n' $members
        else
            printf '%s\n' $__nube_firsts
        end
    else
        test $count -eq 0; and __nube_members "$name"; and printf '%s\n' $members
        set -l place ''
        if test $count -lt (count $places)
            set place $places[(math $count + 1)]
        else if set -q places[-1]; and string match -q -- '+*' "$places[-1]"
            set place $places[-1]
        end
        test "$foreign" = passes; and test $count -gt 0; and set place f
        __nube_value (string replace -r -- '^\+' '' "$place")
    end
end

complete -c nube -f -a '(__nube_complete)'
