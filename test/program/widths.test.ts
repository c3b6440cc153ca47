import { describe, expect, it } from 'vitest';
import { Home } from '../nube';

/** What a terminal shows, line by line. */
describe('on a terminal', () => {
  const home = new Home({ NO_COLOR: '1' });
  const shown = async (line: string, columns: number) => {
    const { code, stdout, stderr } = await home.sandbox(line, { columns });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of stdout.split('\n')) expect(text.length).toBeLessThanOrEqual(columns);
    return stdout
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'MOMENT')
      .split('\n')
      .slice(0, -1);
  };

  it('of 80 columns a list leaves the age out and shortens sizes, but no address', async () => {
    expect(await shown('list', 80)).toEqual([
      'PROFILE   NAME           STATE      REGION        SIZE             PUBLIC IP',
      'civo      web-1          running    LON1          g3.small         203.0.113.5',
      'civo      web-2          running    LON1          g3.small         203.0.113.6',
      'civo      db-1           stopped    FRA1          g3.large         203.0.113.7',
      'civo      cache-1        running    NYC1          g3.medium        203.0.113.8',
      'cloudca   build-1        running    QC-1          4vCPU.8GB        198.51.100.12',
      'cloudca   build-2        running    QC-1          Custom CPU and…  198.51.100.13',
      'cloudca   mail-1         stopped    QC-1          1vCPU.2GB        198.51.100.14',
      'coxedge   edge-1         running    ON-1          2vCPU.4GB        192.0.2.12',
      'coxedge   edge-2         running    ON-1          1vCPU.2GB        192.0.2.13',
      'coxedge   edge-3         stopped    ON-1          1vCPU.1GB        -',
      'cycle     api-1          running    Amsterdam     -                203.0.113.10',
      'cycle     store-1        running    Amsterdam     -                -',
      'cycle     worker-1       running    Amsterdam     -                -',
      'cycle     reports-1      stopped    Amsterdam     -                -',
      'cycle     api-2          running    New York      -                -',
      'cycle     vm-1           running    New York      -                203.0.113.11',
      'morpheus  erp-1          running    vCenter East  2 CPU, 4GB Mem…  -',
      'morpheus  erp-2          running    vCenter East  1 CPU, 2GB Mem…  -',
      'morpheus  report-1       stopped    AWS West      T3 Medium - 2 …  -',
      'morpheus  sandbox-lab-1  suspended  vCenter East  1 CPU, 1GB Mem…  -',
    ]);
  });

  it('of 120 columns a list is whole', async () => {
    expect(await shown('list', 120)).toEqual([
      'PROFILE   NAME           STATE      REGION        SIZE                            PUBLIC IP      CREATED',
      'civo      web-1          running    LON1          g3.small                        203.0.113.5    41d',
      'civo      web-2          running    LON1          g3.small                        203.0.113.6    26d',
      'civo      db-1           stopped    FRA1          g3.large                        203.0.113.7    63d',
      'civo      cache-1        running    NYC1          g3.medium                       203.0.113.8    9d',
      'cloudca   build-1        running    QC-1          4vCPU.8GB                       198.51.100.12  -',
      'cloudca   build-2        running    QC-1          Custom CPU and memory           198.51.100.13  -',
      'cloudca   mail-1         stopped    QC-1          1vCPU.2GB                       198.51.100.14  -',
      'coxedge   edge-1         running    ON-1          2vCPU.4GB                       192.0.2.12     -',
      'coxedge   edge-2         running    ON-1          1vCPU.2GB                       192.0.2.13     -',
      'coxedge   edge-3         stopped    ON-1          1vCPU.1GB                       -              -',
      'cycle     api-1          running    Amsterdam     -                               203.0.113.10   90d',
      'cycle     store-1        running    Amsterdam     -                               -              120d',
      'cycle     worker-1       running    Amsterdam     -                               -              61d',
      'cycle     reports-1      stopped    Amsterdam     -                               -              30d',
      'cycle     api-2          running    New York      -                               -              90d',
      'cycle     vm-1           running    New York      -                               203.0.113.11   45d',
      'morpheus  erp-1          running    vCenter East  2 CPU, 4GB Memory               -              210d',
      'morpheus  erp-2          running    vCenter East  1 CPU, 2GB Memory               -              87d',
      'morpheus  report-1       stopped    AWS West      T3 Medium - 2 Core, 4GB Memory  -              45d',
      'morpheus  sandbox-lab-1  suspended  vCenter East  1 CPU, 1GB Memory               -              12d',
    ]);
  });

  it('of 80 columns the images of a region have it beside them', async () => {
    expect(await shown('catalog images -p civo --region LON1', 80)).toEqual([
      'PROFILE  ID                                    NAME          REGION  VERSION',
      'civo     673baf13-28c5-4f9b-86e3-7b53e262470f  ubuntu-noble  LON1    24.04',
      'civo     79ed5b02-94b0-4e48-b5e8-b5700e0ade71  ubuntu-jammy  LON1    22.04',
      'civo     d6b7ae6c-c192-4781-9b05-42802a0c755f  ubuntu-focal  LON1    20.04',
      'civo     3f86079e-e8d1-4e8e-8ec1-3bb5841c70bc  debian-12     LON1    12',
      'civo     ac49f93e-11fc-4c0c-807e-f9d9f7b102f3  debian-11     LON1    11',
      'civo     e62546a4-0cd1-4b7d-acfc-1561722c63c9  rocky-9-1     LON1    9.1',
      'civo     4454434e-9dae-443e-ad93-ceb9d2eeadf5  almalinux-9   LON1    9',
      'civo     ab9274d8-47fa-430b-95e0-f78d42ff47d5  golden-web    LON1    2026.1',
    ]);
  });

  it('of 80 columns one instance is a sheet whose long lines are broken', async () => {
    expect(await shown('get cloudca/build-1', 80)).toEqual([
      'PROFILE         cloudca',
      'PROVIDER        cloudca',
      'ID              2af9e622-9bc6-4567-8d6b-a4c1211e4c25',
      'NAME            build-1',
      'HOSTNAME        build-1',
      'STATE           running',
      'PROVIDER STATE  Running',
      'REGION          QC-1',
      'GROUP           production',
      'SIZE            4vCPU.8GB',
      'IMAGE           Ubuntu 22.04 HVM base (64bit)',
      'CPUS            4',
      'MEMORY          8 GiB',
      'DISK            20 GiB',
      'PUBLIC IP       198.51.100.12',
      'PRIVATE IP      10.164.212.10',
      'TAGS            -',
      'CREATED         -',
      'UPDATED         -',
      'USER            cca-user',
      'DESCRIPTION     -',
      'NETWORKS        Web-prod',
      'VOLUMES         id: 5ba3e805-9405-42f3-9b1a-fbffa0f11e2c, name: ROOT-30001,',
      '                size: 20 GiB',
      '                id: b491109e-2fa5-4ca0-8b7c-87cbebd374f0, name: build-1-data-1,',
      '                size: 50 GiB',
      'USER DATA       -',
      'PASSWORD        -',
    ]);
    const civo = await shown('get civo/web-1', 80);
    expect(civo.slice(16, 19)).toEqual([
      'TAGS            web',
      '                prod',
      'CREATED         MOMENT (41d ago)',
    ]);
  });
});
