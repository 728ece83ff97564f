import i18next from 'i18next';
import type { Limit } from '../api/views';
import { useWords, type Language } from '../text/i18n';

export const limitName = (limit: Pick<Limit, 'calculation' | 'limitId'>, language: Language) => (language === 'en' ? limit.calculation.entry?.nameEn : limit.calculation.entry?.nameVi) ?? i18next.t(`limitName:${limit.limitId}`, { lng: language, defaultValue: limit.limitId });

export const LimitState = ({ limit }: { limit: Pick<Limit, 'state'> }) => {
  const { t } = useWords();
  return <span className={`limit-state ${limit.state}`}>{t(`limitState:${limit.state}`)}</span>;
};
