@testable import KeyboundCommands
import LicenseBinding
import SystemInspection
import TestPublisher
import Testing

struct VirtualCheckTests {
    private func findings(
        _ surroundings: Surroundings, _ keys: [PluggedKey] = [], needing id: KeyID? = .sample()
    ) -> [Finding] {
        VirtualCheck.findings(
            .sample(keys) { facts in
                facts.surroundings = surroundings
                if let id { facts.install(.sample([id])) }
            })
    }

    @Test func `a plain computer is well`() {
        #expect(findings(Surroundings()).levels == [.ok])
    }

    @Test(
        arguments: [
            (.qemu, "--hostdev 0x096e:0x0006"), (.vmware, "vid:096e pid:0006"),
            (.hyperV, "usbip attach"), (.virtualBox, "usbattach"), (.other("Xen"), "096e:0006"),
        ] as [(Surroundings.Hypervisor, String)])
    func `a virtual machine without its key is told how to pass it in`(
        _ hypervisor: Surroundings.Hypervisor, _ words: String
    ) {
        let surroundings = Surroundings(hypervisor: hypervisor)
        let findings = findings(surroundings)
        #expect(findings.levels == [.mend])
        #expect((findings.commands + [findings[0].why]).contains { $0.contains(words) })
        #expect(self.findings(surroundings, [.sample()]).levels == [.ok])
        #expect(self.findings(surroundings, needing: nil).levels == [.ok])
    }

    @Test func `a HASP key is passed in by its model, an unknown one by a word`() {
        let qemu = Surroundings(hypervisor: .qemu)
        #expect(findings(qemu, needing: .hasp(7)).commands.first?.contains("0x0529:0x0001") == true)
        #expect(
            findings(qemu, needing: .signing()).commands.first?.contains("0xVVVV:0xPPPP") == true)
    }

    @Test func `a container lacks a node that has to be opened`() {
        let docker = Surroundings(container: "docker")
        let shut = PluggedKey.sample(.noAccess, id: nil).with { $0.node = nil }
        let findings = findings(docker, [shut])
        #expect(findings.levels == [.mend])
        #expect(findings.commands == ["--device=/dev/bus/usb/001/004"])
        #expect(self.findings(docker, [.sample().with { $0.node = nil }]).levels == [.ok])
        #expect(self.findings(docker, [.sample(.noAccess)]).levels == [.ok])
    }

    @Test func `a container without a key that is needed is told`() {
        let docker = Surroundings(container: "docker")
        #expect(findings(docker).levels == [.mend])
        #expect(findings(docker, needing: nil).levels == [.ok])
        // In a virtual machine, the key has to come there first.
        let both = Surroundings(hypervisor: .qemu, container: "docker")
        #expect(findings(both).levels == [.ok, .mend])
    }
}
