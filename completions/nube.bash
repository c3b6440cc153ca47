# Completion of nube for bash: commands, options and fixed values stand here, nube is asked for the rest.
# Printed by: nube completion bash
# shellcheck shell=bash

_nube_options_0='--profile|-p|,a|+
--output|-o|=table wide json yaml ndjson csv tsv id ref|
--columns||,t|+
--sort||t|
--no-headers|||
--query||t|
--quiet|-q||
--color||=auto always never|
--debug|||
--step-output|||
--sandbox|||
--connect-timeout||t|
--request-timeout||t|
--region||a|
--service||a|
--environment||a|
--org||t|
--hub||a|
--container||a|
--group||a|
--cloud||a|
--help|-h||'
_nube_options_1='--watch|||
--until||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+
--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+
--all-states|||
--limit||t|
--page-size||t|
--concurrency||t|
--raw|||
--updated-since||t|
--server||t|
--kind||=container vm|
--search||t|
--include||,t|+
--columns||,=profile provider name id hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt|+
--sort||=profile provider name id hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt -profile -provider -name -id -hostname -state -providerState -region -group -size -image -cpus -memoryMiB -diskGiB -publicAddresses -privateAddresses -tags -createdAt -updatedAt|'
_nube_options_2='--profile|-p|,a|+
--output|-o|=table wide json yaml ndjson csv tsv id ref|
--no-headers|||
--query||t|
--quiet|-q||
--color||=auto always never|
--debug|||
--step-output|||
--sandbox|||
--connect-timeout||t|
--request-timeout||t|
--region||a|
--service||a|
--environment||a|
--org||t|
--hub||a|
--container||a|
--group||a|
--cloud||a|
--help|-h||'
_nube_options_3='--watch|||
--until||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+
--raw|||
--show-secrets|||'
_nube_options_4='--since||t|
--until||t|
--follow|||'
_nube_options_5='--show-secrets|||'
_nube_options_6='--set||,t|+
--clear|||'
_nube_options_7='--yes|-y||
--dry-run|||
--no-wait|||
--timeout||t|
--concurrency||t|
--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+
--all|||
--max||t|'
_nube_options_8='--delete||a|
--columns||,=profile provider instanceId id name kind state sizeGiB createdAt|+
--sort||=profile provider instanceId id name kind state sizeGiB createdAt -profile -provider -instanceId -id -name -kind -state -sizeGiB -createdAt|'
_nube_options_9='--size||a|
--image||a|
--network||a|
--tag||,t|+
--ssh-key||a|
--public-key||t|
--firewall||a|
--public-ip||=create none|
--reverse-dns||t|
--user||t|
--cpus||t|
--memory||t|
--disk-offering||a|
--disk-size||t|
--disk-iops||t|
--root-size||t|
--attach-volume||a|
--forward-port||,t|+
--affinity-group||a|
--private-address||t|
--server||a|+
--scale||t|
--kind||=container vm|
--type||a|
--layout||a|
--plan||a|
--volume||,t|+
--config||t|+
--label||,t|+
--env||t|+
--copies||t|
--description||t|
--count||t|
--user-data||f|
--from-file||f|
--if-not-exists|||
--show-secrets|||
--columns||,=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password|+
--sort||=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password -profile -name -id -status -provider -hostname -state -providerState -region -group -size -image -cpus -memoryMiB -diskGiB -publicAddresses -privateAddresses -tags -createdAt -updatedAt -action -operation -error -password|'
_nube_options_10='--yes|-y||
--dry-run|||
--no-wait|||
--timeout||t|
--concurrency||t|
--max||t|'
_nube_options_11='--name||t|
--hostname||t|
--description||t|
--reverse-dns||t|
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_12='--purge|||
--delete-snapshots|||
--release-ip||,t|+
--delete-volume||,a|+
--preserve-volumes|||
--keep-backups|||
--keep-ips|||
--force|||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_13='--whole-container|||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_14='--force|||
--whole-container|||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_15='--soft|||
--hard|||
--whole-container|||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_16='--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_17='--for||=pending running updating stopping stopped suspended migrating error deleting deleted unknown ssh port:|
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_18='--timeout||t|
--concurrency||t|
--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+
--all|||'
_nube_options_19='--size||a|
--cpus||t|
--memory||t|
--plan||a|
--volume||,t|+
--add-volume||,t|+
--remove-volume||,t|+
--delete-original-volumes|||
--whole-container|||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_20='--name||t|
--shape-only|||
--group||a|
--columns||,=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password|+
--sort||=profile name id status provider hostname state providerState region group size image cpus memoryMiB diskGiB publicAddresses privateAddresses tags createdAt updatedAt action operation error password -profile -name -id -status -provider -hostname -state -providerState -region -group -size -image -cpus -memoryMiB -diskGiB -publicAddresses -privateAddresses -tags -createdAt -updatedAt -action -operation -error -password|'
_nube_options_21='--profile|-p|,a|+
--output|-o|=table wide json yaml ndjson csv tsv id ref|
--no-headers|||
--query||t|
--quiet|-q||
--color||=auto always never|
--debug|||
--step-output|||
--sandbox|||
--connect-timeout||t|
--request-timeout||t|
--region||a|
--service||a|
--environment||a|
--org||t|
--hub||a|
--container||a|
--cloud||a|
--help|-h||'
_nube_options_22='--to||a|
--copy-volumes|||
--no-copy-volumes|||
--revert|||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_23='--off|||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_24='--set||,t|+
--add||,t|+
--remove||,a|+
--clear|||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_25='--set||a|
--default|||
--on|||
--off|||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_26='--to||a|
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_27='--set||a|
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_28='--show-secrets|||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_29='--attach||a|
--detach|||'
_nube_options_30='--to||a|'
_nube_options_31='--name||t|
--snapshot|||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_32='--as||t|
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_33='--storage||t|
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_34='--user||t|
--jump||t|
--private|||
--port||t|
--identity||f|
--wait|||
--strict|||
--print|||
--expire|||'
_nube_options_35='--yes|-y||
--dry-run|||'
_nube_options_36='--user||t|
--jump||t|
--private|||
--script||f|
--canary|||
--stop-after||t|
--columns||,=profile provider name id status exitCode stdout stderr error|+
--sort||=profile provider name id status exitCode stdout stderr error -profile -provider -name -id -status -exitCode -stdout -stderr -error|'
_nube_options_37='--yes|-y||
--dry-run|||
--timeout||t|
--concurrency||t|
--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+
--all|||
--max||t|'
_nube_options_38='--user||t|
--jump||t|
--private|||
--recursive|-r||
--columns||,=profile provider name id action status state operation error password result|+
--sort||=profile provider name id action status state operation error password result -profile -provider -name -id -action -status -state -operation -error -password -result|'
_nube_options_39='--open|||
--show-secrets|||'
_nube_options_40='--print|||
--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+'
_nube_options_41='--list|||
--host||t|
--filter||=profile= provider= id= name= hostname= state= providerState= region= group= size= image= cpus= memoryMiB= diskGiB= publicAddresses= privateAddresses= tags= createdAt= updatedAt= memory= disk= tag= age= state=pending state=running state=updating state=stopping state=stopped state=suspended state=migrating state=error state=deleting state=deleted state=unknown|+'
_nube_options_42='--provider||=civo cloudca coxedge cloudmc cycle morpheus|
--endpoint||t|
--username||t|
--client-id||t|
--ca-file||f|
--insecure|||
--ssh-user||t|
--jump||t|
--proxy||t|
--token||t|
--token-stdin|||
--token-env||t|
--token-file||f|
--token-keychain|||
--token-command||t|
--password-stdin|||
--password-env||t|
--password-command||t|
--password-file||f|
--no-verify|||'
_nube_options_43='--none|||'
_nube_options_44='--global|||'
_nube_options_45='--yes|-y||'
_nube_options_46='--all|||'
_nube_options_47='--from||=civo morpheus terraform variables|
--file||f|
--keychain|||
--no-verify|||'
_nube_options_48='--offline|||'
_nube_options_49='--port||t|
--latency||t|
--fault||=429 500 html truncated reset drop-after-commit task-failure|
--seed||t|
--instances||t|
--speed||t|'
_nube_options_50='--data||f|
--field||t|+
--header||t|+'
_nube_options_51='--dry-run|||'
_nube_options_52='--row|||'
_nube_options_53='--all|||
--columns||,=id profile provider name instanceId action status attended operation startedAt updatedAt error command|+
--sort||=id profile provider name instanceId action status attended operation startedAt updatedAt error command -id -profile -provider -name -instanceId -action -status -attended -operation -startedAt -updatedAt -error -command|'
_nube_options_54='--show-secrets|||'
_nube_options_55='--timeout||t|
--concurrency||t|'
_nube_common=$_nube_options_0
_nube_firsts='list
ls
get
show
stats
volumes
containers
env
security-groups
backups
create
update
delete
rm
start
stop
reboot
restart
suspend
recover
purge
wait
resize
clone
migrate
drain
tag
firewall
network
ssh-key
reset-password
iso
upgrade
backup
restore
image
ssh
exec
cp
console
ssh-config
inventory
catalog
profile
providers
doctor
completion
sandbox
demo
api
schema
op
explain
help'

_nube_of() {
  case $1 in
    'list' | 'ls') name='list' options=$_nube_options_1$'\n'$_nube_options_2 places='' foreign='' ;;
    'get' | 'show') name='get' options=$_nube_options_3$'\n'$_nube_options_0 places='a' foreign='' ;;
    'stats') name='stats' options=$_nube_options_4$'\n'$_nube_options_0 places='+a' foreign='' ;;
    'volumes') name='volumes' options=$_nube_options_0 places='+a' foreign='' ;;
    'containers') name='containers' options=$_nube_options_0 places='+a' foreign='' ;;
    'env') name='env' options=$_nube_options_5$'\n'$_nube_options_0 places='+a' foreign='' ;;
    'security-groups') name='security-groups' options=$_nube_options_6$'\n'$_nube_options_7$'\n'$_nube_options_0 places='+a' foreign='' ;;
    'backups') name='backups' options=$_nube_options_8$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'create') name='create' options=$_nube_options_9$'\n'$_nube_options_10$'\n'$_nube_options_2 places='t' foreign='' ;;
    'update') name='update' options=$_nube_options_11$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'delete' | 'rm') name='delete' options=$_nube_options_12$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'start') name='start' options=$_nube_options_13$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'stop') name='stop' options=$_nube_options_14$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'reboot' | 'restart') name='reboot' options=$_nube_options_15$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'suspend') name='suspend' options=$_nube_options_16$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'recover') name='recover' options=$_nube_options_16$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'purge') name='purge' options=$_nube_options_16$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'wait') name='wait' options=$_nube_options_17$'\n'$_nube_options_18$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'resize') name='resize' options=$_nube_options_19$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'clone') name='clone' options=$_nube_options_20$'\n'$_nube_options_7$'\n'$_nube_options_21 places='+a' foreign='' ;;
    'migrate') name='migrate' options=$_nube_options_22$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'drain') name='drain' options=$_nube_options_23$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'tag') name='tag' options=$_nube_options_24$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'firewall') name='firewall' options=$_nube_options_25$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'network') name='network' options=$_nube_options_26$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'ssh-key') name='ssh-key' options=$_nube_options_27$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'reset-password') name='reset-password' options=$_nube_options_28$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'iso') name='iso' options=$_nube_options_29$'\n'$_nube_options_7$'\n'$_nube_options_0 places='+a' foreign='' ;;
    'upgrade') name='upgrade' options=$_nube_options_30$'\n'$_nube_options_7$'\n'$_nube_options_0 places='+a' foreign='' ;;
    'backup') name='backup' options=$_nube_options_31$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'restore') name='restore' options=$_nube_options_32$'\n'$_nube_options_10$'\n'$_nube_options_2 places='a
a' foreign='' ;;
    'image') name='image' options=$_nube_options_33$'\n'$_nube_options_7$'\n'$_nube_options_2 places='+a' foreign='' ;;
    'ssh') name='ssh' options=$_nube_options_34$'\n'$_nube_options_35$'\n'$_nube_options_0 places='a' foreign='passes' ;;
    'exec') name='exec' options=$_nube_options_36$'\n'$_nube_options_37$'\n'$_nube_options_2 places='+a' foreign='rest' ;;
    'cp') name='cp' options=$_nube_options_38$'\n'$_nube_options_37$'\n'$_nube_options_2 places='+p' foreign='' ;;
    'console') name='console' options=$_nube_options_39$'\n'$_nube_options_0 places='a' foreign='' ;;
    'ssh-config') name='ssh-config' options=$_nube_options_40$'\n'$_nube_options_0 places='' foreign='' ;;
    'inventory') name='inventory' options=$_nube_options_41$'\n'$_nube_options_0 places='' foreign='' ;;
    'catalog') name='catalog' options=$_nube_options_0 places='=regions sizes images isos networks firewalls ssh-keys disk-offerings affinity-groups volumes public-ips services environments zones hubs servers containers groups clouds types layouts plans quota' foreign='' ;;
    'profile add') name='profile add' options=$_nube_options_42$'\n'$_nube_options_0 places='t' foreign='' ;;
    'profile list') name='profile list' options=$_nube_options_0 places='' foreign='' ;;
    'profile get') name='profile get' options=$_nube_options_0 places='a' foreign='' ;;
    'profile use') name='profile use' options=$_nube_options_43$'\n'$_nube_options_0 places='a' foreign='' ;;
    'profile set') name='profile set' options=$_nube_options_44$'\n'$_nube_options_0 places='a
+=endpoint= region= service= environment= org= hub= container= group= cloud= username= client-id= ca-file= insecure= ssh-user= jump= proxy= readOnly= protect= maxTargets= confirm= output= columns= sort= color= timeout= concurrency= insecure=true readOnly=true confirm=typed' foreign='' ;;
    'profile unguard') name='profile unguard' options=$_nube_options_45$'\n'$_nube_options_0 places='a
=readOnly protect maxTargets confirm' foreign='' ;;
    'profile rename') name='profile rename' options=$_nube_options_0 places='a
t' foreign='' ;;
    'profile remove') name='profile remove' options=$_nube_options_45$'\n'$_nube_options_0 places='a' foreign='' ;;
    'profile test') name='profile test' options=$_nube_options_46$'\n'$_nube_options_0 places='+a' foreign='' ;;
    'profile import') name='profile import' options=$_nube_options_47$'\n'$_nube_options_35$'\n'$_nube_options_0 places='' foreign='' ;;
    'providers') name='providers' options=$_nube_options_0 places='' foreign='' ;;
    'doctor') name='doctor' options=$_nube_options_48$'\n'$_nube_options_0 places='' foreign='' ;;
    'completion') name='completion' options=$_nube_options_0 places='=bash zsh fish powershell' foreign='' ;;
    'completion install') name='completion install' options=$_nube_options_35$'\n'$_nube_options_0 places='=bash zsh fish powershell' foreign='' ;;
    'completion uninstall') name='completion uninstall' options=$_nube_options_35$'\n'$_nube_options_0 places='=bash zsh fish powershell' foreign='' ;;
    'sandbox serve') name='sandbox serve' options=$_nube_options_49$'\n'$_nube_options_0 places='' foreign='' ;;
    'sandbox reset') name='sandbox reset' options=$_nube_options_0 places='' foreign='' ;;
    'sandbox status') name='sandbox status' options=$_nube_options_0 places='' foreign='' ;;
    'demo') name='demo' options=$_nube_options_0 places='' foreign='' ;;
    'api') name='api' options=$_nube_options_50$'\n'$_nube_options_51$'\n'$_nube_options_0 places='=GET POST PUT PATCH DELETE HEAD
t' foreign='' ;;
    'schema') name='schema' options=$_nube_options_52$'\n'$_nube_options_0 places='+t' foreign='' ;;
    'op list') name='op list' options=$_nube_options_53$'\n'$_nube_options_2 places='' foreign='' ;;
    'op get') name='op get' options=$_nube_options_0 places='a' foreign='' ;;
    'op resume') name='op resume' options=$_nube_options_54$'\n'$_nube_options_55$'\n'$_nube_options_0 places='+a' foreign='' ;;
    'explain') name='explain' options=$_nube_options_0 places='=internal unknown_command unknown_option missing_argument excess_argument invalid_value conflicting_options unknown_column invalid_query invalid_filter option_not_available profile_required selection_required no_profile unknown_profile broken_configuration newer_configuration configuration_not_written incomplete_profile secret_unavailable credential_refused not_allowed instance_not_found resource_not_found ambiguous_reference ambiguous_resource wrong_state name_taken differs provider_conflict guarded too_many_targets not_supported declined confirmation_required provider_refused quota_exceeded operation_failed half_done unexpected_answer not_reachable host_key_changed host_key_unknown login_refused machine_unreachable program_missing command_failed timed_out held some_failed rate_limited unreachable tls_refused no_answer provider_unavailable answer_lost not_sent interrupted terminated internal usage config auth not_found ambiguous conflict unsupported cancelled failed timeout partial rate_limited unavailable interrupted terminated' foreign='' ;;
    'help') name='help' options=$_nube_options_0 places='=list get stats volumes containers env security-groups backups create update delete start stop reboot suspend recover purge wait resize clone migrate drain tag firewall network ssh-key reset-password iso upgrade backup restore image ssh exec cp console ssh-config inventory catalog profile providers doctor completion sandbox demo api schema op explain' foreign='' ;;
    *) return 1 ;;
  esac
}

_nube_members() {
  case $1 in
    'profile') members='add
list
get
use
set
unguard
rename
remove
test
import' ;;
    'completion') members='install
uninstall' ;;
    'sandbox') members='serve
reset
status' ;;
    'op') members='list
get
resume' ;;
    *) return 1 ;;
  esac
}

# The words before the cursor, whole again where bash has split them at : or =; "cut" is what bash leaves alone.
_nube_words() {
  local rest=${COMP_LINE:0:COMP_POINT} blank part i
  typed=() current='' cut=''
  for ((i = 0; i <= COMP_CWORD; i++)); do
    blank=${rest%%[![:space:]]*}
    rest=${rest#"$blank"}
    part=${COMP_WORDS[i]}
    ((i == COMP_CWORD)) && part=$rest
    rest=${rest#"$part"}
    if ((i == 0)) || [[ -n $blank ]]; then
      ((i > 0)) && typed+=("$current")
      current='' cut=''
    else
      cut=$current
    fi
    current+=$part
    case $part in [:=@] | [:=@][:=@]) cut=$current ;; esac
  done
}

# The word as the program will get it; "quote" is the one that is still open.
_nube_plain() {
  local raw=$1 char i
  plain='' quote=''
  for ((i = 0; i < ${#raw}; i++)); do
    char=${raw:i:1}
    case $quote$char in
      \' | \") quote=$char ;;
      \'\' | \"\") quote='' ;;
      \\ | \"\\)
        i=$((i + 1))
        plain+=${raw:i:1}
        ;;
      *) plain+=$char ;;
    esac
  done
}

# Finds the option that a word is or begins with: its flag, its kind, and whether the value is in the word.
_nube_option() {
  local all=$'\n'$options found rest
  flag='' kind='' attached='' lead=''
  case $1 in
    --*)
      flag=${1%%=*}
      found=${all#*$'\n'"$flag|"}
      [[ $found == "$all" ]] && return 1
      [[ $1 == *=* ]] && attached=1 lead=$flag=
      rest=${found#*|}
      ;;
    *)
      [[ $foreign == passes ]] && ((count > 0)) && return 1
      found=${all#*"|${1:0:2}|"}
      [[ $found == "$all" ]] && return 1
      flag=${all%%"|${1:0:2}|"*}
      flag=${flag##*$'\n'}
      lead=${1:0:2}
      [[ ${1:2:1} == = ]] && lead+='='
      [[ ${#1} -gt 2 ]] && attached=1
      rest=$found
      ;;
  esac
  kind=${rest%%|*}
}

_nube_files() {
  if type compopt >/dev/null 2>&1; then
    compopt -o default
  else
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "${current#"$lead"}")
  fi
}

_nube_ask() {
  local program=nube line
  [[ ${typed[0]} == */* ]] && program=${typed[0]}
  while IFS= read -r line; do
    found+=("${line%%$'\t'*}")
  done < <("$program" __complete -- "${typed[@]:1}" "$current" 2>/dev/null)
}

# Words that can stand where a value of this kind does.
_nube_value() {
  local kind=$1 value=${current#"$lead"} kept='' word
  if [[ $kind == ,* ]]; then
    kind=${kind#,}
    [[ $value == *,* ]] && kept=${value%,*},
    value=${value##*,}
  fi
  case $kind in
    =*)
      for word in ${kind#=}; do
        [[ $word == "$value"* ]] || continue
        [[ $word == -* && $value != -* ]] && continue
        [[ $word == *=?* && $value != *=* ]] && continue
        [[ ,$kept == *",$word,"* ]] && continue
        found+=("$lead$kept$word")
      done
      ;;
    a) _nube_ask ;;
    f) _nube_files ;;
    p)
      _nube_ask
      if ((${#found[@]} == 0)) || [[ $value == */* ]]; then
        _nube_files
      else
        while IFS= read -r word; do
          [[ -d $word ]] && word+=/
          found+=("$word")
        done < <(compgen -f -- "$value")
      fi
      ;;
  esac
}

# Hands over what was found, quoted as the word is.
_nube_reply() {
  local word text tick='`'
  _nube_plain "$cut"
  local done=$plain
  _nube_plain "$raw"
  for word in "${found[@]}"; do
    [[ $word == "$current"* ]] || continue
    text=${word#"$done"}
    case $quote in
      \') text=${text//\'/\'\\\'\'} ;;
      \")
        text=${text//\\/\\\\}
        text=${text//\"/\\\"}
        text=${text//\$/\\\$}
        text=${text//$tick/\\$tick}
        ;;
      *) [[ $text == *[!A-Za-z0-9_@%+=:,./-]* ]] && printf -v text %q "$text" ;;
    esac
    COMPREPLY+=("$text")
  done
  if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *[=:,/] ]] && type compopt >/dev/null 2>&1; then
    compopt -o nospace
  fi
}

_nube() {
  local IFS=$' \t\n' typed current cut raw plain quote word line
  local name='' options=$_nube_common places='' foreign='' members=''
  local family='' pending='' ended='' given=' ' count=0 flag kind attached lead='' found=()
  COMPREPLY=()
  _nube_words
  raw=$current
  _nube_plain "$current"
  current=$plain
  for ((word = 1; word < ${#typed[@]}; word++)); do
    _nube_plain "${typed[word]}"
    typed[word]=$plain
    if [[ -n $pending ]]; then
      pending=''
    elif [[ $plain == -- && -z $ended ]]; then
      if [[ -n $foreign ]]; then
        _nube_files
        return
      fi
      ended=1
    elif [[ $plain == -?* && -z $ended ]]; then
      _nube_option "$plain" || continue
      given+="$flag "
      [[ -n $kind && -z $attached ]] && pending=$kind
    elif [[ -n $name ]]; then
      ((count == 0)) && _nube_of "$name $plain" && continue
      count=$((count + 1))
    elif [[ -n $family ]]; then
      _nube_of "$family $plain" || return
    elif ! _nube_of "$plain"; then
      _nube_members "$plain" || return
      family=$plain
    fi
  done
  lead=''
  if [[ $foreign == passes ]] && ((count > 1)); then
    _nube_files
  elif [[ -n $pending ]]; then
    _nube_value "$pending"
  elif [[ $current == -* && -z $ended ]]; then
    if _nube_option "$current" && [[ -n $kind && -n $attached ]]; then
      _nube_value "$kind"
    elif [[ $current == - || $current == --* ]]; then
      lead=''
      IFS=$'\n'
      for line in $options; do
        flag=${line%%|*}
        [[ $line == *+ || $given != *" $flag "* ]] && found+=("$flag")
      done
      IFS=$' \t\n'
    fi
  elif [[ -z $name ]]; then
    if [[ -n $family ]]; then
      _nube_members "$family"
      # shellcheck disable=SC2206
      found=($members)
    else
      # shellcheck disable=SC2206
      found=($_nube_firsts)
    fi
  else
    # shellcheck disable=SC2206
    ((count == 0)) && _nube_members "$name" && found=($members)
    line=$(_nube_place)
    [[ $foreign == passes ]] && ((count > 0)) && line=f
    _nube_value "$line"
  fi
  _nube_reply
}

# The kind of the place at the cursor; the last one may repeat.
_nube_place() {
  local kinds=() line
  while IFS= read -r line; do kinds+=("$line"); done <<<"$places"
  line=${kinds[count]-}
  if ((count >= ${#kinds[@]})); then
    line=${kinds[${#kinds[@]} - 1]-}
    [[ $line == +* ]] || line=''
  fi
  printf '%s' "${line#+}"
}

complete -F _nube nube
