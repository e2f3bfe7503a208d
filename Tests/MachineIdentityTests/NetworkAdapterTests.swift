import LicenseBinding
import MachineIdentity
import RecordedMachines
import Testing

struct NetworkAdapterTests {
    private func addresses(_ adapters: RecordedAdapter...) throws -> [String]? {
        let machine = try RecordedMachine()
        for adapter in adapters { try machine.plug(adapter) }
        return machine.read(.networkAdapter)
    }

    @Test func `an address is told in lower case`() throws {
        #expect(
            try addresses(RecordedAdapter("eth0", "52:54:00:AB:CD:EF")) == ["52:54:00:ab:cd:ef"])
    }

    @Test func `interfaces without hardware are left out`() throws {
        #expect(
            try addresses(
                RecordedAdapter("docker0", "02:42:ac:11:00:01", .software),
                RecordedAdapter("tun0", "", .software)) == nil)
    }

    @Test(arguments: [
        "00:00:00:00:00:00", "", "52:54:00:12:34", "52:54:00:12:34:56:78", "52:54:00:12:34:5g",
        "01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff", "525400123456", "5:254:00:12:34:56",
        "+2:54:00:12:34:56", "5２:54:00:12:34:56",
    ])
    func `what is no address of an adapter is left out`(_ address: String) throws {
        #expect(try addresses(RecordedAdapter("eth0", address)) == nil)
    }

    @Test func `a random address is left out`() throws {
        #expect(try addresses(RecordedAdapter("usb0", "52:54:00:12:34:56", assigned: 1)) == nil)
        #expect(
            try addresses(RecordedAdapter("eth0", "52:54:00:12:34:56", assigned: 3))
                == ["52:54:00:12:34:56"])
    }

    @Test func `a radio is known by its own address, whatever it carries`() throws {
        let machine = try RecordedMachine()
        for random in ["b2:0f:ee:aa:bb:cc", "6e:01:02:03:04:05"] {
            try machine.plug(RecordedAdapter("wlan0", random, .wireless, assigned: 1))
            try machine.fit(radio: "a0:88:b4:00:11:22", of: "wlan0")
            #expect(machine.read(.networkAdapter) == ["a0:88:b4:00:11:22"])
        }
    }

    @Test func `two interfaces of one radio are one adapter`() throws {
        let machine = try RecordedMachine()
        for name in ["wlan0", "p2p0"] {
            try machine.plug(RecordedAdapter(name, "b2:0f:ee:aa:bb:cc", .wireless))
            try machine.fit(radio: "a0:88:b4:00:11:22", of: name)
        }
        #expect(machine.read(.networkAdapter) == ["a0:88:b4:00:11:22"])
    }
}
