import Foundation
import HardwareKeys
import LicenseBinding
import Testing

struct KeyCatalogTests {
    private func parse(_ entries: String) throws -> KeyCatalog {
        try KeyCatalog(
            parsing: Array(
                #"{"format": "keybound catalog 1", "entries": [\#(entries)]}"#.utf8))
    }

    private let entry = """
        {"vendorID": "1bc0", "productID": "8101", "maker": "M", "model": "N", "source": "S"}
        """

    @Test(arguments: [
        "0529:0001", "0529:0003", "064f:2af9", "0a89:0002", "096e:0006", "0403:c580", "1bc0:0000",
    ])
    func `license keys are known by vendor and product`(_ text: String) throws {
        let numbers = text.split(separator: ":").compactMap { UInt16($0, radix: 16) }
        let model = USBModel(vendorID: numbers[0], productID: numbers[1])
        #expect((KeyCatalog.builtIn.licenseKey(model) != nil) == (numbers[0] != 0x1bc0))
    }

    @Test func `tokens are known and are no license keys`() {
        for (vendor, product) in [(0x0529, 0x0514), (0x04b9, 0x1202), (0x0a89, 0x0030)] {
            let model = USBModel(vendorID: UInt16(vendor), productID: UInt16(product))
            #expect(KeyCatalog.builtIn.entry(of: model)?.kind == .token)
            #expect(KeyCatalog.builtIn.licenseKey(model) == nil)
        }
    }

    @Test func `each entry names its source`() {
        #expect(KeyCatalog.builtIn.entries.count > 100)
        #expect(KeyCatalog.builtIn.entries.allSatisfy { !$0.source.isEmpty })
    }

    @Test func `entries of the administrator go before the built-in ones`() throws {
        let own = try parse(
            """
            {"vendorID": "0529", "productID": "0514", "maker": "M", "model": "Ours",
             "kind": "license", "source": "S"}
            """)
        let model = USBModel(vendorID: 0x0529, productID: 0x0514)
        #expect(KeyCatalog.builtIn.adding(own).licenseKey(model)?.name == "Ours")
        #expect(KeyCatalog.builtIn.adding(own).entries.count == KeyCatalog.builtIn.entries.count)
    }

    @Test func `an entry needs its numbers, names and source`() throws {
        #expect(try parse(entry).entries.count == 1)
        for (good, bad) in [
            (#""1bc0""#, #""1BC""#), (#""1bc0""#, #""+1bc""#), (#""M""#, #""a\nb""#),
            (#""source": "S""#, #""other": "S""#), (#""source""#, #""kind": "dongle", "source""#),
            (#""source""#, #""driver": "none", "source""#),
        ] {
            #expect(throws: Defect.self, "\(bad)") {
                try self.parse(self.entry.replacingOccurrences(of: good, with: bad))
            }
        }
        #expect(throws: Defect.self) { try self.parse(self.entry + "," + self.entry) }
        #expect(throws: Defect.self) { try KeyCatalog(parsing: []) }
    }
}
