package io.tallyspan.examples.supportdesk.agents;

import static java.util.Comparator.comparingDouble;

import com.openai.client.OpenAIClient;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.List;

/** Finds articles by the distance of embeddings; eight dimensions tell three articles apart. */
final class EmbeddedHelpCenter implements HelpCenter {

    private record Article(String text, List<Double> place) {}

    private static final List<Article> ARTICLES = List.of(
            new Article("Refunds arrive within five days of our mail.", List.of(.5, .1, -.2, .3, .1, .0, .4, -.1)),
            new Article("Parcels are insured until you sign for them.", List.of(-.3, .4, .1, .2, -.5, .1, .0, .2)),
            new Article("Invoices can be corrected for ninety days.", List.of(.1, -.4, .3, -.2, .2, .5, -.1, .0)));

    private final OpenAIClient openai;

    EmbeddedHelpCenter(OpenAIClient openai) {
        this.openai = openai;
    }

    @Override
    public String search(String query) {
        EmbeddingCreateParams request = EmbeddingCreateParams.builder()
                .model("text-embedding-3-small")
                .dimensions(8)
                .input(query)
                .build();
        List<Float> place = openai.embeddings().create(request).data().get(0).embedding();
        return ARTICLES.stream()
                .min(comparingDouble(article -> distance(article.place(), place)))
                .orElseThrow()
                .text();
    }

    private static double distance(List<Double> a, List<Float> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (a.get(i) - b.get(i)) * (a.get(i) - b.get(i));
        }
        return sum;
    }
}
