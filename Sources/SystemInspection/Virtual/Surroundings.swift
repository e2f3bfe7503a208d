/// What a system runs in: a machine, a virtual one, a container in either.
package struct Surroundings: Hashable, Sendable {
    package enum Hypervisor: Hashable, Sendable {
        case qemu, vmware, hyperV, virtualBox
        /// By the name that the firmware tells, if any.
        case other(String?)
    }

    package let hypervisor: Hypervisor?
    /// The name of the container's kind: `docker`, `podman`, `lxc`.
    package let container: String?

    package init(hypervisor: Hypervisor? = nil, container: String? = nil) {
        self.hypervisor = hypervisor
        self.container = container
    }
}

extension SystemInspection {
    private static let mostProcessors = 4 << 20

    package func surroundings() -> Surroundings {
        Surroundings(hypervisor: hypervisor(), container: container())
    }

    private func container() -> String? {
        let manager = text("run/systemd/container", atMost: 256).flatMap { $0.isEmpty ? nil : $0 }
        if let manager { return manager }
        if has("run/.containerenv") { return "podman" }
        if has(".dockerenv") { return "docker" }
        if has("var/run/secrets/kubernetes.io/serviceaccount") { return "kubernetes" }
        return hasOwnProcesses ? "of an unknown kind" : nil
    }

    /// Whether this is where the kernel started: elsewhere, other programs cannot be seen.
    var seesAllProcesses: Bool { processSpace == Self.firstProcessSpace }

    private var hasOwnProcesses: Bool {
        processSpace.map { $0 != Self.firstProcessSpace } ?? false
    }

    private var processSpace: String? { target(ofLink: "proc/self/ns/pid") }

    /// PROC_PID_INIT_INO in the kernel's include/linux/proc_ns.h.
    private static let firstProcessSpace = "pid:[4026531836]"

    private func hypervisor() -> Surroundings.Hypervisor? {
        let vendor = firmware("sys_vendor") ?? ""
        let product = firmware("product_name") ?? ""
        let names = (vendor + " " + product).lowercased()
        if names.contains("vmware") { return .vmware }
        if names.contains("virtualbox") || names.contains("innotek") { return .virtualBox }
        if names.contains("microsoft"), product == "Virtual Machine" { return .hyperV }
        if ["qemu", "kvm", "bochs", "proxmox"].contains(where: names.contains) { return .qemu }
        return isFlagged ? .other(vendor.isEmpty ? nil : vendor) : nil
    }

    private func firmware(_ name: String) -> String? {
        text("sys/class/dmi/id/" + name, atMost: 4096)
    }

    /// Whether the processor says that something else runs it.
    private var isFlagged: Bool {
        let lines = text("proc/cpuinfo", atMost: Self.mostProcessors)?.split(separator: "\n") ?? []
        let flags = lines.first { $0.hasPrefix("flags") }
        return flags?.split(separator: " ").contains("hypervisor") ?? false
    }
}
