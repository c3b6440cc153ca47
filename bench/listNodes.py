"""Lists droplets with Apache Libcloud: listNodes.py ORIGIN PATH."""
import sys
from urllib.parse import urlparse

from libcloud.compute.drivers import digitalocean

origin, path = urlparse(sys.argv[1]), sys.argv[2]


class Connection(digitalocean.DigitalOcean_v2_Connection):
    host = origin.hostname
    port = origin.port
    secure = 0


class Driver(digitalocean.DigitalOcean_v2_NodeDriver):
    connectionCls = Connection


driver = Driver("a" * 64, secure=False, host=origin.hostname, port=origin.port)
driver.connection.request_path = path
print(len(driver.list_nodes()))
