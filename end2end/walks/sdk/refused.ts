// What the SDK offers and no openBalena server can do, each with its reason; where asking is safe, that it is refused.
import type { Sdk } from "./world.ts";

/** What a proof may name: a fleet, a device and a release that exist. */
export type Facts = { fleet: string; fleetId: number; uuid: string; commit: string };
type Proof = (sdk: Sdk, facts: Facts) => unknown;
export type Refused = { why: string; calls: Record<string, Proof | undefined> };

const user = { email: "walk@example.com", password: "walk-walk-walk" };

export const REFUSED: Refused[] = [
  {
    why: "signing up and second factors are balenaCloud's; people are added with `binnacle user add`",
    calls: {
      "auth.register": (sdk) => sdk.auth.register({ ...user, "g-recaptcha-response": "" }),
      "auth.verifyEmail": (sdk) => sdk.auth.verifyEmail({ email: user.email, token: "walk" }),
      "auth.requestVerificationEmail": (sdk) => sdk.auth.requestVerificationEmail(),
      "auth.twoFactor.getSetupKey": (sdk) => sdk.auth.twoFactor.getSetupKey(),
      "auth.twoFactor.enable": (sdk) => sdk.auth.twoFactor.enable("123456"),
      "auth.twoFactor.verify": (sdk) => sdk.auth.twoFactor.verify("123456"),
      "auth.twoFactor.challenge": (sdk) => sdk.auth.twoFactor.challenge("123456"),
      "auth.twoFactor.disable": (sdk) => sdk.auth.twoFactor.disable("walk"),
    },
  },
  {
    why: "organizations are made on the server; roles within them are not in the balena API of openBalena",
    calls: {
      "models.organization.create": (sdk) => sdk.models.organization.create({ name: "walk" }),
      "models.organization.remove": undefined,
      "models.organization.membership.changeRole": (sdk) => sdk.models.organization.membership.changeRole(1, "member"),
      "models.organization.membership.remove": (sdk) => sdk.models.organization.membership.remove(1),
      ...each("models.organization.membership.tags", {
        getAllByOrganization: (tags) => tags.getAllByOrganization("admin"),
        getAllByOrganizationMembership: (tags) => tags.getAllByOrganizationMembership(1),
        set: (tags) => tags.set(1, "walk", "x"),
        remove: (tags) => tags.remove(1, "walk"),
      }),
      ...each("models.organization.invite", {
        getAll: (invite) => invite.getAll(),
        getAllByOrganization: (invite) => invite.getAllByOrganization("admin"),
        create: (invite) => invite.create("admin", { invitee: user.email }),
        revoke: (invite) => invite.revoke(1),
        accept: (invite) => invite.accept("walk"),
      }),
      ...each("models.application.membership", {
        get: (membership) => membership.get(1),
        getAllByApplication: (membership, facts) => membership.getAllByApplication(facts.fleet),
        getAllByUser: (membership) => membership.getAllByUser("admin"),
        create: (membership, facts) => membership.create({ application: facts.fleet, username: "admin" }),
        changeRole: (membership) => membership.changeRole(1, "observer"),
        remove: (membership) => membership.remove(1),
      }),
      ...each("models.application.invite", {
        getAll: (invite) => invite.getAll(),
        getAllByApplication: (invite, facts) => invite.getAllByApplication(facts.fleet),
        create: (invite, facts) => invite.create(facts.fleet, { invitee: user.email }),
        revoke: (invite) => invite.revoke(1),
        accept: (invite) => invite.accept("walk"),
      }),
      ...each("models.team", {
        create: (team) => team.create("admin", "walk"),
        getAllByOrganization: (team) => team.getAllByOrganization("admin"),
        get: (team) => team.get(1),
        rename: (team) => team.rename(1, "walk"),
        remove: (team) => team.remove(1),
        "applicationAccess.getAllByTeam": (team) => team.applicationAccess.getAllByTeam(1),
        "applicationAccess.get": (team) => team.applicationAccess.get(1),
        "applicationAccess.add": (team, facts) => team.applicationAccess.add(1, facts.fleet, "observer"),
        "applicationAccess.update": (team) => team.applicationAccess.update(1, "observer"),
        "applicationAccess.remove": (team) => team.applicationAccess.remove(1),
        "membership.get": (team) => team.membership.get(1),
        "membership.getAllByTeam": (team) => team.membership.getAllByTeam(1),
        "membership.getAllByUser": (team) => team.membership.getAllByUser("admin"),
        "membership.create": (team) => team.membership.create({ team: 1, username: "admin" }),
        "membership.remove": (team) => team.membership.remove(1),
      }),
    },
  },
  {
    why: "plans and bills are balenaCloud's",
    calls: {
      ...each("models.billing", {
        getAccount: (billing) => billing.getAccount("admin"),
        getPlan: (billing) => billing.getPlan("admin"),
        getBillingInfo: (billing) => billing.getBillingInfo("admin"),
        createSetupIntent: (billing) => billing.createSetupIntent({ organization: "admin" }),
        updateBillingInfo: (billing) => billing.updateBillingInfo("admin", { token_id: "walk" }),
        removeBillingInfo: (billing) => billing.removeBillingInfo("admin"),
        updateAccountInfo: (billing) => billing.updateAccountInfo("admin", { email: user.email }),
        changePlan: (billing) => billing.changePlan("admin", { planSchema: {}, cycle: "monthly" }),
        getInvoices: (billing) => billing.getInvoices("admin"),
        downloadInvoice: (billing) => billing.downloadInvoice("admin", "1"),
      }),
      "models.creditBundle.getAllByOrg": (sdk) => sdk.models.creditBundle.getAllByOrg("admin"),
      "models.creditBundle.create": (sdk) => sdk.models.creditBundle.create("admin", 1, 1),
      "models.device.deactivate": (sdk, { uuid }) => sdk.models.device.deactivate(uuid),
    },
  },
  {
    why: "public device URLs and support access are services of balenaCloud; `is_web_accessible` is always false",
    calls: {
      "models.application.enableDeviceUrls": undefined,
      "models.application.disableDeviceUrls": undefined,
      "models.device.enableDeviceUrl": undefined,
      "models.device.disableDeviceUrl": undefined,
      "models.device.getDeviceUrl": (sdk, { uuid }) => sdk.models.device.getDeviceUrl(uuid),
      "models.application.grantSupportAccess": (sdk, { fleet }) => sdk.models.application.grantSupportAccess(fleet, Date.now() + 60_000),
      "models.application.revokeSupportAccess": (sdk, { fleet }) => sdk.models.application.revokeSupportAccess(fleet),
      "models.device.grantSupportAccess": (sdk, { uuid }) => sdk.models.device.grantSupportAccess(uuid, Date.now() + 60_000),
      "models.device.revokeSupportAccess": (sdk, { uuid }) => sdk.models.device.revokeSupportAccess(uuid),
    },
  },
  {
    why: "the builder is balenaCloud's: openBalena's users build on their own machines",
    calls: {
      "models.release.createFromUrl": undefined,
      ...each("models.application.buildVar", {
        getAllByApplication: (buildVar, facts) => buildVar.getAllByApplication(facts.fleet),
        get: (buildVar, facts) => buildVar.get(facts.fleet, "WALK"),
        set: (buildVar, facts) => buildVar.set(facts.fleet, "WALK", "x"),
        remove: (buildVar, facts) => buildVar.remove(facts.fleet, "WALK"),
      }),
    },
  },
  {
    why: "not in openBalena's model: no one's name on a release, no place and no history of a device",
    calls: {
      "models.release.getWithImageDetails": (sdk, { commit }) => sdk.models.release.getWithImageDetails(commit),
      "models.device.setCustomLocation": (sdk, { uuid }) => sdk.models.device.setCustomLocation(uuid, { latitude: 1, longitude: 2 }),
      "models.device.unsetCustomLocation": (sdk, { uuid }) => sdk.models.device.unsetCustomLocation(uuid),
      "models.device.history.getAllByDevice": (sdk, { uuid }) => sdk.models.device.history.getAllByDevice(uuid),
      "models.device.history.getAllByApplication": (sdk, { fleet }) => sdk.models.device.history.getAllByApplication(fleet),
    },
  },
  {
    why: "routes of balenaCloud that openBalena has not (restart a device instead: `models.device.restartApplication`)",
    calls: {
      "models.application.restart": (sdk, { fleetId }) => sdk.models.application.restart(fleetId),
      "models.config.getAll": (sdk) => sdk.models.config.getAll(),
    },
  },
  {
    why: "needs operating system images or supervisor releases, and a server has none until someone publishes them",
    calls: {
      "models.os.download": (sdk) => sdk.models.os.download({ deviceType: "raspberrypi4-64" }),
      "models.os.getDownloadSize": (sdk) => sdk.models.os.getDownloadSize("raspberrypi4-64", "6.0.24"),
      "models.device.pinToOsRelease": (sdk, { uuid }) => sdk.models.device.pinToOsRelease(uuid, "6.0.24"),
      "models.device.pinToSupervisorRelease": (sdk, { uuid }) => sdk.models.device.pinToSupervisorRelease(uuid, "17.1.0"),
      "models.device.startOsUpdate": undefined,
      "models.deviceType.getInstructions": (sdk) => sdk.models.deviceType.getInstructions("raspberrypi4-64"),
    },
  },
];

type Part = (model: Sdk, facts: Facts) => unknown;

/** The same prefix for several calls, each given the model of that name. */
function each(prefix: string, calls: Record<string, Part>): Record<string, Proof> {
  const model = (sdk: Sdk): Sdk => prefix.split(".").reduce((part, word) => part[word], sdk);
  return Object.fromEntries(Object.entries(calls).map(([name, act]) => [`${prefix}.${name}`, (sdk: Sdk, facts: Facts) => act(model(sdk), facts)]));
}
